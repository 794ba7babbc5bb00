namespace NetNs;

/// <summary>A link in a topology: a veth pair with both its ends, a link over another one (VLAN, macvlan), or one that stands alone.</summary>
public sealed class NetTopologyLink : NetTopologyItem
{
    /// <summary>Its name in its node.</summary>
    public required string InterfaceAlias { get; init; }

    /// <summary>Veth, Vlan, Dummy …</summary>
    public required string Kind { get; init; }

    /// <summary>What only this kind has: "vlan 10", "vni 42", "table 100"; null where there is nothing to say.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether packets pass.</summary>
    public LinkState State { get; init; }

    /// <summary>The largest packet in bytes, without the link-layer header.</summary>
    public int Mtu { get; init; }

    /// <summary>The bridge, or another master, that it is a port of.</summary>
    public string? Bridge { get; init; }

    /// <summary>The node of the veth's other end, or of the link that it runs over; null where that is not in the topology.</summary>
    public string? PeerNode { get; init; }

    /// <summary>The veth's other end, or the link that it runs over.</summary>
    public string? PeerInterfaceAlias { get; init; }

    /// <summary>The bridge, or another master, of the veth's other end.</summary>
    public string? PeerBridge { get; init; }

    /// <summary>The MTU of the veth's other end; null for other kinds.</summary>
    public int? PeerMtu { get; init; }

    /// <summary>Where the other end is: "web:eth0", "host:v0 on br0"; null where that is not in the topology.</summary>
    public string? Peer => PeerNode is null ? null : PeerBridge is null ? $"{PeerNode}:{PeerInterfaceAlias}" : $"{PeerNode}:{PeerInterfaceAlias} on {PeerBridge}";

    internal override string Noun => "Link";

    internal override string Key => PeerNode is null ? $"{Node}:{InterfaceAlias}" : $"{Node}:{InterfaceAlias} - {PeerNode}:{PeerInterfaceAlias}";

    internal override IEnumerable<KeyValuePair<string, string?>> Values =>
    [
        Pair(nameof(Node), Node), Pair(nameof(InterfaceAlias), InterfaceAlias), Pair(nameof(Kind), Kind), Pair(nameof(Detail), Detail), Pair(nameof(State), State), Pair(nameof(Mtu), Mtu),
        Pair(nameof(Bridge), Bridge), Pair(nameof(PeerNode), PeerNode), Pair(nameof(PeerInterfaceAlias), PeerInterfaceAlias), Pair(nameof(PeerBridge), PeerBridge), Pair(nameof(PeerMtu), PeerMtu),
    ];
}
