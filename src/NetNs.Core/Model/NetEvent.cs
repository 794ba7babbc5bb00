namespace NetNs;

/// <summary>Something that happened in a network namespace. An immutable snapshot.</summary>
public sealed class NetEvent
{
    /// <summary>When it was read.</summary>
    public DateTime Time { get; init; }

    /// <summary>Where it happened.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>What it is about.</summary>
    public NetEventKind Kind { get; init; }

    /// <summary>What happened.</summary>
    public NetEventAction Action { get; init; }

    /// <summary>Which one, in words: "veth0", "10.0.0.1/24", "default", "10.0.0.2".</summary>
    public required string Name { get; init; }

    /// <summary>What it is like now (or was last), in words: "Up, bridge br0", "on veth0, Preferred".</summary>
    public string Detail { get; init; } = "";

    /// <summary>Name of the link that it is or belongs to; null for an event of the namespace.</summary>
    public string? InterfaceAlias { get; init; }

    /// <summary>Number of that link.</summary>
    public int? InterfaceIndex { get; init; }

    /// <summary>The NetLink, NetIPAddress, NetRoute or NetNeighbor as it is now, or was last; null for an event of the namespace.</summary>
    public object? Object { get; init; }

    /// <summary>"Link veth0 Added".</summary>
    public override string ToString() => $"{Kind} {Name} {Action}";
}
