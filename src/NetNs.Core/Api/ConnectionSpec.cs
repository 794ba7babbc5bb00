namespace NetNs.Api;

/// <summary>How a namespace shall be connected to a bridge.</summary>
public sealed record ConnectionSpec
{
    /// <summary>
    /// The inner end's addresses, in CIDR form or with the prefix length of the bridge's subnet; empty: none; null: the next
    /// free address of each subnet of the bridge, which no two processes get at once.
    /// </summary>
    public IReadOnlyList<string>? Addresses { get; init; }

    /// <summary>The inner end's name.</summary>
    public string InterfaceAlias { get; init; } = "eth0";

    /// <summary>The port's name; null: veth- and the namespace's name where that fits, else the kernel's choice.</summary>
    public string? HostInterfaceAlias { get; init; }

    /// <summary>Whether default routes through the bridge are made.</summary>
    public bool DefaultRoute { get; init; } = true;

    /// <summary>MTU of both ends in bytes; null: the bridge's.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether the port sends frames back to where they came from, so that a namespace reaches a port of its own that is published.</summary>
    public bool Hairpin { get; init; } = true;
}
