namespace NetNs.Translation;

/// <summary>Writes a script of PowerShell from the pieces of a script of a shell.</summary>
internal static class ScriptWriter
{
    private const int IndentWidth = 4;

    /// <summary>The lines of the script.</summary>
    internal static IReadOnlyList<string> Write(IReadOnlyList<TranslatedNode> nodes)
    {
        var lines = new List<string>();
        Write(lines, nodes, 0);
        return lines;
    }

    private static void Write(List<string> lines, IReadOnlyList<TranslatedNode> nodes, int depth)
    {
        string indent = new(' ', depth * IndentWidth);
        for (int i = 0; i < nodes.Count; i++)
        {
            TranslatedNode node = nodes[i];
            if (node.Meaning is null)
            {
                if (node.Node.Comment is { } remark)
                    lines.Add(indent + (depth == 0 && i == 0 && remark.StartsWith('!') ? "#!/usr/bin/env pwsh" : Comment(remark)));
                else if (node.Node.Source.Length == 0 && node.Node is ShellRemark && !WasMerged(node))
                    lines.Add("");
                continue;
            }

            if (node.Meaning.Confidence is NetCommandConfidence.Partial or NetCommandConfidence.Unsupported && node.Meaning.Note is { } note)
                AddComment(lines, indent, node.Code is null && node.Meaning.Native is null ? $" Not translated: {node.Node.Source}\n   {note}" : " " + note);
            else if (node.Code is null)
                AddComment(lines, indent, $" {node.Node.Source}\n   {node.Meaning.Note}");
            string trail = node.Node.Comment is { } comment ? " " + Comment(comment) : "";
            if (node.LoopHeader is { } header)
            {
                lines.Add($"{indent}{header} {{{trail}");
                Write(lines, node.Body, depth + 1);
                lines.Add(indent + "}");
            }
            else if (node.Calls.Count > 1)
            {
                for (int c = 0; c < node.Calls.Count; c++)
                    lines.Add(indent + node.Calls[c].Code + (c == 0 ? trail : ""));
            }
            else if ((node.Code ?? node.Meaning.Native) is { } code)
            {
                lines.Add(indent + code + trail);
            }
        }
    }

    // What another piece took over leaves no empty line.
    private static bool WasMerged(TranslatedNode node) => node.Node is ShellRemark { Source: "", Comment: null } && node.Node.Line < 0;

    private static void AddComment(List<string> lines, string indent, string text)
    {
        foreach (string line in text.Split('\n'))
            lines.Add(indent + Comment(line));
    }

    // One line and nothing else, and nothing that PowerShell takes for an order of its own.
    private static string Comment(string text)
    {
        string safe = (TerminalText.Escape(text.TrimEnd()) ?? "").TrimEnd();
        bool isOrder = safe.StartsWith("requires", StringComparison.OrdinalIgnoreCase) || safe.StartsWith("region", StringComparison.OrdinalIgnoreCase)
            || safe.StartsWith("endregion", StringComparison.OrdinalIgnoreCase) || safe.StartsWith("using", StringComparison.OrdinalIgnoreCase) || safe.StartsWith('>') || safe.StartsWith('!');
        return "#" + (isOrder ? " " : "") + safe;
    }
}
