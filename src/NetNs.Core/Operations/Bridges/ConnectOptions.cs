namespace NetNs.Operations;

/// <summary>How a namespace shall be connected to a bridge.</summary>
internal sealed record ConnectOptions
{
    internal const string DefaultInterfaceAlias = "eth0";

    /// <summary>The inner end's addresses; empty for none, null for the next free one of each subnet of the bridge.</summary>
    internal IReadOnlyList<RequestedAddress>? Addresses { get; init; }

    /// <summary>The inner end's name.</summary>
    internal string InterfaceAlias { get; init; } = DefaultInterfaceAlias;

    /// <summary>The port's name; null for veth- and the namespace's name, where that fits and is free.</summary>
    internal string? HostInterfaceAlias { get; init; }

    /// <summary>Whether default routes through the bridge are made.</summary>
    internal bool DefaultRoute { get; init; } = true;

    /// <summary>Whether an inner end without an IPv6 address gets a link-local one all the same.</summary>
    internal bool IPv6LinkLocal { get; init; }

    /// <summary>MTU of both ends; null for the bridge's.</summary>
    internal int? Mtu { get; init; }

    /// <summary>Whether the port sends frames back to where they came from, so that a namespace reaches what it publishes itself.</summary>
    internal bool Hairpin { get; init; } = true;

    /// <summary>The alias of both ends; null for none.</summary>
    internal string? Label { get; init; }

    /// <summary>Whether a connection that is there, and is what is asked for, is as good.</summary>
    internal bool Reuse { get; init; }
}
