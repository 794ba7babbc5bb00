namespace NetNs;

/// <summary>A bridge in a topology.</summary>
public sealed class NetTopologyBridge : NetTopologyItem
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether packets pass.</summary>
    public LinkState State { get; init; }

    /// <summary>The largest packet in bytes, without the link-layer header.</summary>
    public int Mtu { get; init; }

    /// <summary>Whether it runs the spanning tree protocol.</summary>
    public bool Stp { get; init; }

    /// <summary>Whether it tells VLANs apart.</summary>
    public bool VlanFiltering { get; init; }

    /// <summary>Whether a subnet of it is masqueraded.</summary>
    public bool Masquerade { get; init; }

    internal override string Noun => "Bridge";

    internal override string Key => $"{Node}:{Name}";

    internal override IEnumerable<KeyValuePair<string, string?>> Values =>
    [
        Pair(nameof(Node), Node), Pair(nameof(Name), Name), Pair(nameof(State), State), Pair(nameof(Mtu), Mtu),
        Pair(nameof(Stp), Stp), Pair(nameof(VlanFiltering), VlanFiltering), Pair(nameof(Masquerade), Masquerade),
    ];
}
