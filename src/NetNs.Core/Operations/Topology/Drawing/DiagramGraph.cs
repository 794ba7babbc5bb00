namespace NetNs.Operations;

/// <summary>
/// The boxes and links of a diagram. Each namespace is a box, and each bridge; a bridge that has an address is linked with its namespace, which can be reached there.
/// Interfaces and addresses stand inside the boxes, so that no text lies on a line.
/// </summary>
internal sealed class DiagramGraph
{
    private readonly NetTopology _topology;
    private readonly Dictionary<string, DiagramBox> _nodes = [];
    private readonly Dictionary<(string Node, string Name), DiagramBox> _bridges = [];

    private DiagramGraph(NetTopology topology) => _topology = topology;

    /// <summary>All boxes, in the order of their names.</summary>
    internal List<DiagramBox> Boxes { get; } = [];

    /// <summary>All links.</summary>
    internal List<DiagramEdge> Edges { get; } = [];

    /// <summary>What the diagram shows, for its heading.</summary>
    internal string Name => _topology.Lab is { } lab ? $"Lab {lab}" : "Network";

    /// <summary>Makes the graph of a topology.</summary>
    internal static DiagramGraph Create(NetTopology topology)
    {
        var graph = new DiagramGraph(topology);
        graph.AddBoxes();
        graph.AddEdges();
        graph.AddText();
        graph.DropEmpty();
        return graph;
    }

    /// <summary>The boxes that hang together, each group in the order of names; large groups first.</summary>
    internal IReadOnlyList<List<DiagramBox>> Groups()
    {
        List<List<DiagramBox>> groups = [];
        HashSet<DiagramBox> seen = [];
        foreach (DiagramBox box in Boxes.Where(seen.Add))
        {
            List<DiagramBox> group = [box];
            for (int i = 0; i < group.Count; i++)
                group.AddRange(group[i].Neighbors.Where(seen.Add));
            groups.Add([.. Boxes.Where(group.ToHashSet().Contains)]);
        }

        return [.. groups.OrderByDescending(g => g.Count)];
    }

    private void AddBoxes()
    {
        bool isLab = _topology.Lab is not null;
        foreach (NetTopologyNode node in _topology.Nodes)
        {
            DiagramShape shape = node.Role switch { NetTopologyRole.Host => DiagramShape.Host, NetTopologyRole.Router => DiagramShape.Router, _ => DiagramShape.Endpoint };
            _nodes.TryAdd(node.Name, new DiagramBox(Shown(isLab ? node.LabNode ?? node.Name : node.Name), shape));
        }

        foreach (NetTopologyBridge bridge in _topology.Bridges)
            _bridges.TryAdd((bridge.Node, bridge.Name), new DiagramBox(Shown(bridge.Name), DiagramShape.Bridge));
        Boxes.AddRange(_nodes.Values);
        Boxes.AddRange(_bridges.Values);
    }

    private void AddEdges()
    {
        foreach (((string node, string name), DiagramBox bridge) in _bridges)
        {
            if (AddressesOf(node, name).Any() && _nodes.TryGetValue(node, out DiagramBox? host))
                Add(new DiagramEdge(host, bridge, null, null));
        }

        foreach (NetTopologyLink link in _topology.Links)
        {
            if (End(link.Node, link.Bridge) is { } a && link.PeerNode is { } peer && End(peer, link.PeerBridge) is { } b && a != b)
                Add(new DiagramEdge(a, b, IsPort(link.Node, link.Bridge) ? null : Shown(link.InterfaceAlias), IsPort(peer, link.PeerBridge) ? null : Shown(link.PeerInterfaceAlias)));
            else if (IsPort(link.Node, link.Bridge))
                _bridges[(link.Node, link.Bridge!)].Lines.Add($"{Shown(link.InterfaceAlias)} ({link.Kind})");
        }

        foreach (DiagramBox box in Boxes)
        {
            HashSet<DiagramBox> linked = [.. Edges.Where(e => e.A == box).Select(e => e.B), .. Edges.Where(e => e.B == box).Select(e => e.A)];
            box.Neighbors.AddRange(Boxes.Where(linked.Contains));
        }
    }

    private void Add(DiagramEdge edge) => Edges.Add(edge);

    private bool IsPort(string node, string? bridge) => bridge is not null && _bridges.ContainsKey((node, bridge));

    private DiagramBox? End(string node, string? bridge) => bridge is not null && _bridges.TryGetValue((node, bridge), out DiagramBox? port) ? port : _nodes.GetValueOrDefault(node);

    private IEnumerable<string> AddressesOf(string node, string link) => _topology.Addresses.Where(a => a.Node == node && a.InterfaceAlias == link).Select(a => a.IPAddress);

    private void AddText()
    {
        var addresses = _topology.Addresses.ToLookup(a => (a.Node, a.InterfaceAlias), a => a.IPAddress);
        foreach (NetTopologyBridge bridge in _topology.Bridges)
        {
            List<string> lines = _bridges[(bridge.Node, bridge.Name)].Lines;
            lines.InsertRange(0, addresses[(bridge.Node, bridge.Name)]);
            if (bridge.Masquerade)
                lines.Add("masquerade");
            if (bridge.VlanFiltering)
                lines.Add("VLAN filtering");
            // Where no line says whose it is.
            if (!_bridges[(bridge.Node, bridge.Name)].Neighbors.Contains(_nodes.GetValueOrDefault(bridge.Node)!))
                lines.Add($"in {Shown(bridge.Node)}");
        }

        Dictionary<string, List<(string Name, string Text)>> links = _topology.Nodes.GroupBy(n => n.Name).ToDictionary(n => n.Key, _ => new List<(string, string)>());
        foreach (NetTopologyLink link in _topology.Links)
        {
            Note(link.Node, link.InterfaceAlias, link.Bridge, link.PeerNode, link.PeerBridge, link.Kind == "Veth" ? "" : $" ({link.Detail ?? link.Kind})");
            if (link.PeerNode is { } peer && link.Kind == "Veth")
                Note(peer, link.PeerInterfaceAlias!, link.PeerBridge, link.Node, link.Bridge, "");
        }

        foreach ((string node, List<(string Name, string Text)> known) in links)
        {
            List<string> lines = _nodes[node].Lines;
            foreach (IGrouping<string, string> other in _topology.Addresses.Where(a => a.Node == node && !IsPort(node, a.InterfaceAlias) && !known.Exists(k => k.Name == a.InterfaceAlias)).GroupBy(a => a.InterfaceAlias, a => a.IPAddress).ToList())
                known.Add((other.Key, Shown(other.Key)));
            foreach ((string name, string text) in known.OrderBy(k => k.Name, NaturalOrder.Comparer))
            {
                string[] own = [.. addresses[(node, name)]];
                int arrow = text.IndexOf(" → ", StringComparison.Ordinal);
                string before = arrow < 0 ? text : text[..arrow];
                lines.Add(own.Length == 0 ? text : $"{before} {own[0]}{(arrow < 0 ? "" : text[arrow..])}");
                lines.AddRange(own.Skip(1).Select(a => new string(' ', DiagramBox.ColumnsOf(before) + 1) + a));
            }
        }

        foreach (NetTopologyPort port in _topology.Ports)
        {
            string target = port.TargetNode is { } name && _nodes.TryGetValue(name, out DiagramBox? box) ? box.Title : port.TargetAddress;
            string line = $"{port.HostPort}/{ContainerPort.NameOf(port.Protocol)} → {target}:{port.TargetPort}";
            if (_nodes.TryGetValue(port.Node, out DiagramBox? host) && !host.Lines.Contains(line))
                host.Lines.Add(line);
        }

        void Note(string node, string name, string? bridge, string? peer, string? peerBridge, string suffix)
        {
            // A port of a bridge says nothing of its own; a master that is no bridge (a VRF) is said.
            if (IsPort(node, bridge) || !links.TryGetValue(node, out List<(string, string)>? list))
                return;
            string where = bridge is null ? "" : $" in {Shown(bridge)}";
            DiagramBox? far = peer is null ? null : End(peer, peerBridge);
            bool isPlain = far is null || _nodes[node].Neighbors.Count < 2 || far == _nodes[node];
            list.Add((name, $"{Shown(name)}{suffix}{where}{(isPlain ? "" : $" → {far!.Title}")}"));
        }
    }

    // The current namespace without any link is only where somebody stood.
    private void DropEmpty()
    {
        if (_nodes.GetValueOrDefault("(current)") is { Lines.Count: 0, Neighbors.Count: 0 } idle && Boxes.Count > 1)
            Boxes.Remove(idle);
    }

    private static string Shown(string? name) => TerminalText.Escape(name) ?? "";
}
