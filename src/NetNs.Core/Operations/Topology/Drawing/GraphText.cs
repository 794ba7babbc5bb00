using System.Text;

namespace NetNs.Operations;

/// <summary>Writes a diagram in the languages of other programs that draw.</summary>
internal static class GraphText
{
    /// <summary>For Mermaid.</summary>
    internal static string Mermaid(DiagramGraph graph)
    {
        var text = new StringBuilder("graph TD\n");
        Dictionary<DiagramBox, string> ids = Ids(graph);
        foreach (DiagramBox box in graph.Boxes)
        {
            string label = string.Join("<br/>", box.Lines.Select(l => l.Trim()).Prepend(box.Role is null ? box.Title : $"{box.Title} ({box.Role})").Select(Escape));
            (string open, string close) = box.Shape switch { DiagramShape.Bridge => ("([", "])"), DiagramShape.Router => ("{{", "}}"), _ => ("[", "]") };
            text.Append("    ").Append(ids[box]).Append(open).Append('"').Append(label).Append('"').Append(close).Append('\n');
        }

        foreach (DiagramEdge edge in graph.Edges)
        {
            string label = string.Join(" - ", new[] { edge.EndA, edge.EndB }.OfType<string>().Select(Escape));
            text.Append("    ").Append(ids[edge.A]).Append(label.Length == 0 ? " --- " : $" ---|\"{label}\"| ").Append(ids[edge.B]).Append('\n');
        }

        return text.ToString();

        static string Escape(string value) => string.Concat(value.Select(c => c is '#' or '"' or '<' or '>' or '&' or '`' or '\\' ? $"#{(int)c};" : c.ToString()));
    }

    /// <summary>For Graphviz.</summary>
    internal static string Dot(DiagramGraph graph)
    {
        var text = new StringBuilder($"graph {Quote(graph.Name)} {{\n    node [fontname=\"monospace\", fontsize=10, shape=box];\n    edge [fontname=\"monospace\", fontsize=9];\n");
        Dictionary<DiagramBox, string> ids = Ids(graph);
        foreach (DiagramBox box in graph.Boxes)
        {
            string shape = box.Shape switch { DiagramShape.Bridge => ", style=\"rounded,filled\", fillcolor=\"#ddf4ff\"", DiagramShape.Router => ", style=filled, fillcolor=\"#fff8c5\"", DiagramShape.Host => ", style=filled, fillcolor=\"#dafbe1\"", _ => "" };
            text.Append($"    {ids[box]} [label={Quote(string.Join('\n', box.Lines.Select(l => l.Trim()).Prepend(box.Role is null ? box.Title : $"{box.Title} ({box.Role})")))}{shape}];\n");
        }

        foreach (DiagramEdge edge in graph.Edges)
        {
            string[] ends = [.. new[] { edge.EndA is { } a ? $"taillabel={Quote(a)}" : null, edge.EndB is { } b ? $"headlabel={Quote(b)}" : null }.OfType<string>()];
            text.Append($"    {ids[edge.A]} -- {ids[edge.B]}{(ends.Length == 0 ? "" : $" [{string.Join(", ", ends)}]")};\n");
        }

        return text.Append("}\n").ToString();

        static string Quote(string value) => $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";
    }

    private static Dictionary<DiagramBox, string> Ids(DiagramGraph graph) => graph.Boxes.Select((b, i) => (b, i)).ToDictionary(p => p.b, p => $"n{p.i}");
}
