namespace NetNs;

/// <summary>A network as a whole: namespaces and what connects them. An immutable snapshot of plain values, which CSV, Clixml and JSON keep.</summary>
public sealed class NetTopology
{
    /// <summary>The lab that it shows; null where it shows no lab, or more than one.</summary>
    public string? Lab { get; init; }

    /// <summary>The namespaces.</summary>
    public NetTopologyList<NetTopologyNode> Nodes { get; init; } = new([]);

    /// <summary>The bridges.</summary>
    public NetTopologyList<NetTopologyBridge> Bridges { get; init; } = new([]);

    /// <summary>The links but loopback links and bridges; a veth pair is one link.</summary>
    public NetTopologyList<NetTopologyLink> Links { get; init; } = new([]);

    /// <summary>The IP addresses.</summary>
    public NetTopologyList<NetTopologyAddress> Addresses { get; init; } = new([]);

    /// <summary>The routes that somebody made.</summary>
    public NetTopologyList<NetTopologyRoute> Routes { get; init; } = new([]);

    /// <summary>The published ports.</summary>
    public NetTopologyList<NetTopologyPort> Ports { get; init; } = new([]);

    /// <summary>The name of the machine that it was read on.</summary>
    public string MachineName { get; init; } = Environment.MachineName;

    /// <summary>All things in it.</summary>
    internal IEnumerable<NetTopologyItem> Items => [.. Nodes, .. Bridges, .. Links, .. Addresses, .. Routes, .. Ports];

    /// <summary>"lab shop, 4 nodes".</summary>
    public override string ToString() => $"{(Lab is null ? "" : $"lab {Lab}, ")}{Nodes.Count} node{(Nodes.Count == 1 ? "" : "s")}";
}
