namespace NetNs;

/// <summary>A namespace in a topology.</summary>
public sealed class NetTopologyNode : NetTopologyItem
{
    /// <summary>Its name: that of the namespace, "(current)" for the current one without a name, or engine and id of a container.</summary>
    public string Name
    {
        get => Node;
        init => Node = value;
    }

    /// <summary>What it is in the network.</summary>
    public NetTopologyRole Role { get; init; }

    /// <summary>Where the namespace was found.</summary>
    public NetNamespaceSource Source { get; init; }

    /// <summary>The lab that it belongs to; null where it belongs to none.</summary>
    public string? Lab { get; init; }

    /// <summary>Its name in the lab's definition; null for the namespace that has the bridges, and outside of labs.</summary>
    public string? LabNode { get; init; }

    /// <summary>Whether it forwards IPv4.</summary>
    public bool IPv4Forwarding { get; init; }

    /// <summary>Whether it forwards IPv6.</summary>
    public bool IPv6Forwarding { get; init; }

    /// <summary>What it forwards: "IPv4", "IPv6", "IPv4, IPv6"; null where it forwards nothing.</summary>
    public string? Forwarding => IPv4Forwarding ? IPv6Forwarding ? "IPv4, IPv6" : "IPv4" : IPv6Forwarding ? "IPv6" : null;

    /// <summary>Inode of its nsfs file. It differs each time that a network is made, and does not count in a comparison.</summary>
    public ulong Inode { get; init; }

    internal override string Noun => "Node";

    internal override string Key => Node;

    internal override IEnumerable<KeyValuePair<string, string?>> Values =>
    [
        Pair(nameof(Name), Node), Pair(nameof(Namespace), Namespace), Pair(nameof(Role), Role), Pair(nameof(Source), Source), Pair(nameof(Lab), Lab), Pair(nameof(LabNode), LabNode),
        Pair(nameof(IPv4Forwarding), IPv4Forwarding), Pair(nameof(IPv6Forwarding), IPv6Forwarding), Pair(nameof(Inode), Inode),
    ];
}
