using System.Text;

namespace NetNs.Translation;

/// <summary>A word of a shell command, as pieces. Immutable.</summary>
/// <param name="Parts">The pieces, in order.</param>
/// <param name="Source">As it was written.</param>
internal sealed record ShellWord(IReadOnlyList<WordPart> Parts, string Source)
{
    private string? _text;

    /// <summary>A word of fixed text.</summary>
    internal static ShellWord Of(string text) => new([new WordPart(WordPartKind.Literal, text, IsQuoted: true)], text);

    /// <summary>The text as far as it is known; what is not known is left out.</summary>
    internal string Text => _text ??= string.Concat(Parts.Select(p => p.Text));

    /// <summary>Whether all of the text is known.</summary>
    internal bool IsKnown => Parts.All(p => p.IsKnown);

    /// <summary>Whether it is fixed text without quotes or variables, so that it can be a word of the shell itself.</summary>
    internal bool IsBare => Parts is [{ Kind: WordPartKind.Literal, IsQuoted: false }];

    /// <summary>Whether it is fixed text only.</summary>
    internal bool IsLiteral => Parts.All(p => p.Kind == WordPartKind.Literal);

    /// <summary>What stands for the word in PowerShell, as one argument.</summary>
    internal string Code
    {
        get
        {
            if (IsLiteral)
                return PowerShellText.Quote(Text);
            if (Parts is [{ Code: { } code }])
                return code;
            var text = new StringBuilder("\"");
            for (int i = 0; i < Parts.Count; i++)
            {
                if (Parts[i].Code is not { } inner)
                    AppendEscaped(text, Parts[i].Text);
                else if (inner.StartsWith("$(", StringComparison.Ordinal) || inner.StartsWith("${", StringComparison.Ordinal))
                    text.Append(inner);
                else if (inner.StartsWith('$') && inner.Skip(1).All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
                    text.Append("${").Append(inner.AsSpan(1)).Append('}');
                else
                    text.Append("$(").Append(inner).Append(')');
            }

            return text.Append('"').ToString();
        }
    }

    /// <summary>The words between the places where a character stands in the fixed text.</summary>
    internal IReadOnlyList<ShellWord> Split(char separator, int count = int.MaxValue)
    {
        var words = new List<ShellWord>();
        var parts = new List<WordPart>();
        foreach (WordPart part in Parts)
        {
            if (part.Kind != WordPartKind.Literal)
            {
                parts.Add(part);
                continue;
            }

            string[] pieces = part.Text.Split(separator, Math.Max(1, count - words.Count));
            for (int i = 0; i < pieces.Length; i++)
            {
                if (i > 0)
                {
                    words.Add(new ShellWord([.. parts], string.Concat(parts.Select(p => p.Text))));
                    parts.Clear();
                }

                if (pieces[i].Length > 0)
                    parts.Add(part with { Text = pieces[i] });
            }
        }

        words.Add(new ShellWord([.. parts], string.Concat(parts.Select(p => p.Text))));
        return words;
    }

    /// <summary>The same word without its first characters, which must be fixed text.</summary>
    internal ShellWord Without(string prefix)
        => Parts is [{ Kind: WordPartKind.Literal } first, ..] && first.Text.StartsWith(prefix, StringComparison.Ordinal)
            ? new ShellWord([first with { Text = first.Text[prefix.Length..] }, .. Parts.Skip(1)], Source)
            : this;

    /// <summary>Two words as one.</summary>
    internal ShellWord Append(ShellWord other) => new([.. Parts, .. other.Parts], Source + other.Source);

    /// <summary>The same word with fixed text behind it.</summary>
    internal ShellWord Append(string text) => Append(Of(text));

    public override string ToString() => Text;

    private static void AppendEscaped(StringBuilder quoted, string text)
    {
        foreach (char c in text)
        {
            if (TerminalText.IsUnsafe(c))
                quoted.Append(System.Globalization.CultureInfo.InvariantCulture, $"`u{{{(int)c:x}}}");
            else if (c is '`' or '$' or '"' or (>= '\u201c' and <= '\u201e'))
                quoted.Append('`').Append(c);
            else
                quoted.Append(c);
        }
    }
}
