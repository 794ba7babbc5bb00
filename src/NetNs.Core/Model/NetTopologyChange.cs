namespace NetNs;

/// <summary>What differs between two topologies. An immutable snapshot.</summary>
public sealed class NetTopologyChange
{
    /// <summary>Whether the thing is new, gone, or another than before.</summary>
    public NetTopologyAction Action { get; init; }

    /// <summary>What it is: Node, Bridge, Link, Address, Route or Port.</summary>
    public required string Kind { get; init; }

    /// <summary>The node that it is in.</summary>
    public required string Node { get; init; }

    /// <summary>Which one: "web:eth0 10.1.0.3/24".</summary>
    public required string Target { get; init; }

    /// <summary>What it was like: "Mtu=1500"; null where it is new.</summary>
    public string? Before { get; init; }

    /// <summary>What it is like: "Mtu=1400"; null where it is gone.</summary>
    public string? After { get; init; }

    /// <summary>"Changed Link r1:eth1 - web:eth1".</summary>
    public override string ToString() => $"{Action} {Kind} {Target}";
}

/// <summary>What happened to a thing between two topologies.</summary>
public enum NetTopologyAction
{
    /// <summary>It is only in the second.</summary>
    Added,

    /// <summary>It is in both, with other properties.</summary>
    Changed,

    /// <summary>It is only in the first.</summary>
    Removed,
}
