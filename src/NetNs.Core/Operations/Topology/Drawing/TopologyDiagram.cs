namespace NetNs.Operations;

/// <summary>Draws topologies.</summary>
internal static class TopologyDiagram
{
    /// <summary>The diagram as text. The same topology gives the same text.</summary>
    internal static string Draw(NetTopology topology, NetDiagramFormat format)
    {
        DiagramGraph graph = DiagramGraph.Create(topology);
        return format switch
        {
            NetDiagramFormat.Mermaid => GraphText.Mermaid(graph),
            NetDiagramFormat.Dot => GraphText.Dot(graph),
            NetDiagramFormat.Svg => SvgDiagram.Write(graph),
            _ => TextDiagram.Write(graph),
        };
    }
}
