using System.Globalization;
using System.Text;

namespace NetNs.Operations;

/// <summary>Writes a diagram as a picture in SVG, which needs nothing but a browser. Its colors follow the theme of the reader.</summary>
internal static class SvgDiagram
{
    private const double Margin = 24;
    private const double TextLeft = 12;
    private const double TitleBase = 20;

    private const string Style = """
        text { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: 11.5px; fill: #24292f; white-space: pre; }
        .title { font-size: 13px; font-weight: bold; }
        .role { fill: #57606a; }
        .page { fill: #ffffff; }
        .line { fill: none; stroke: #57606a; stroke-width: 1.5; stroke-linejoin: round; }
        .box { stroke-width: 1.5; }
        .endpoint { fill: #f6f8fa; stroke: #57606a; }
        .router { fill: #fff8c5; stroke: #9a6700; }
        .host { fill: #dafbe1; stroke: #1a7f37; }
        .bridge { fill: #ddf4ff; stroke: #0969da; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .role { fill: #9da7b3; }
          .page { fill: #0d1117; }
          .line { stroke: #9da7b3; }
          .endpoint { fill: #161b22; stroke: #9da7b3; }
          .router { fill: #272115; stroke: #d29922; }
          .host { fill: #12261e; stroke: #3fb950; }
          .bridge { fill: #0c2d4d; stroke: #58a6ff; }
        }
        """;

    /// <summary>The picture.</summary>
    internal static string Write(DiagramGraph graph)
    {
        DiagramBlock? all = DiagramLayout.Place(graph);
        double width = (all?.Width ?? 0) + (2 * Margin), height = (all?.Height ?? 0) + (2 * Margin);
        var svg = new StringBuilder();
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:0.#} {height:0.#}\" width=\"{width:0.#}\" height=\"{height:0.#}\" role=\"img\">");
        Line($"<title>{Xml(graph.Name)}</title>");
        svg.Append("<style>\n").Append(Style).Append("\n</style>\n");
        Line($"<rect class=\"page\" width=\"{width:0.#}\" height=\"{height:0.#}\"/>");
        if (all is null)
            return svg.Append("</svg>\n").ToString();
        all.Shift(Margin, Margin);
        foreach ((double X, double Y)[] line in all.Lines)
            Line($"<polyline class=\"line\" points=\"{string.Join(' ', line.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")))}\"/>");
        foreach (DiagramBox box in all.Boxes)
            WriteBox(box);
        return svg.Append("</svg>\n").ToString();

        void WriteBox(DiagramBox box)
        {
            double corner = box.Shape == DiagramShape.Bridge ? 16 : 4;
            Line($"<rect class=\"box {box.Shape.ToString().ToLowerInvariant()}\" x=\"{box.X:0.#}\" y=\"{box.Y:0.#}\" width=\"{box.Width:0.#}\" height=\"{box.Height:0.#}\" rx=\"{corner:0.#}\"/>");
            string role = box.Role is { } word ? $"<tspan class=\"role\" font-size=\"11.5\" font-weight=\"normal\" dx=\"7\">{word}</tspan>" : "";
            Line($"<text class=\"title\" x=\"{box.X + TextLeft:0.#}\" y=\"{box.Y + TitleBase:0.#}\">{Xml(box.Title)}{role}</text>");
            for (int i = 0; i < box.Lines.Count; i++)
                Line($"<text x=\"{box.X + TextLeft + (Leading(box.Lines[i]) * DiagramBox.CharWidth):0.#}\" y=\"{box.Y + TitleBase + ((i + 1) * DiagramBox.LineHeight):0.#}\">{Xml(box.Lines[i].TrimStart())}</text>");
        }

        void Line(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static int Leading(string line) => line.Length - line.TrimStart().Length;

    private static string Xml(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
