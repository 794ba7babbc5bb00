using System.Text;

namespace NetNs.Operations;

/// <summary>
/// Writes a diagram as lines of at most 80 columns: each box above what hangs on it. A link that closes a ring shows in the lines of its two boxes, which
/// name the other one. A chain goes straight down, and what would be too deep begins anew below.
/// </summary>
internal sealed class TextDiagram
{
    private const int Columns = 80;
    private const int MaxIndent = 30;

    private readonly StringBuilder _text = new();
    private readonly HashSet<DiagramBox> _seen = [];
    private readonly Queue<DiagramBox> _later = new();

    /// <summary>The lines.</summary>
    internal static string Write(DiagramGraph graph)
    {
        var diagram = new TextDiagram();
        foreach (List<DiagramBox> group in graph.Groups())
        {
            bool isChain = group.Count > 3 && group.TrueForAll(b => b.Neighbors.Count <= 2 && b.Shape != DiagramShape.Host);
            DiagramBox first = isChain ? group.Find(b => b.Neighbors.Count == 1) ?? group[0] : DiagramLayout.RootOf(group);
            diagram._seen.Add(first);
            diagram.Tell(first, "", "", "");
            while (diagram._later.TryDequeue(out DiagramBox? later))
                diagram.Tell(later, "", "", "");
        }

        return diagram._text.ToString();
    }

    // Depth comes from loops, not from calls: a chain may be long.
    private void Tell(DiagramBox box, string before, string lead, string indent)
    {
        while (true)
        {
            List<DiagramBox> children = box.Neighbors.FindAll(_seen.Add);
            WriteBox(box, before + lead, before + indent + (children.Count > 0 ? "│ " : "  "));
            before += indent;
            if (children.Count == 0)
                return;
            if (children.Count == 1)
            {
                Line(before + "│");
                (box, lead, indent) = (children[0], "", "");
                continue;
            }

            for (int i = 0; i < children.Count; i++)
            {
                bool isLast = i == children.Count - 1;
                if (before.Length > MaxIndent && children[i].Neighbors.Exists(n => !_seen.Contains(n)))
                {
                    Line(before + (isLast ? "└─ " : "├─ ") + children[i].Title + " …");
                    _later.Enqueue(children[i]);
                    continue;
                }

                Tell(children[i], before, isLast ? "└─ " : "├─ ", isLast ? "   " : "│  ");
            }

            return;
        }
    }

    private void WriteBox(DiagramBox box, string first, string next)
    {
        string line = first + box.Title + (box.Role is null ? "" : $" ({box.Role})");
        foreach (string part in box.Lines.Select(l => l.Trim()))
        {
            if (DiagramBox.ColumnsOf(line) + 2 + DiagramBox.ColumnsOf(part) > Columns)
            {
                Line(line);
                line = next + part;
                continue;
            }

            line += "  " + part;
        }

        Line(line);
    }

    private void Line(string text)
    {
        while (DiagramBox.ColumnsOf(text) > Columns)
        {
            // A name longer than the terminal is cut into pieces.
            int cut = text.Length;
            while (DiagramBox.ColumnsOf(text[..cut]) > Columns)
                cut--;
            _text.Append(text.AsSpan(0, cut)).Append('\n');
            text = "  " + text[cut..];
        }

        _text.Append(text.TrimEnd()).Append('\n');
    }
}
