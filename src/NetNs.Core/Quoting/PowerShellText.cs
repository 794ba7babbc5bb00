using System.Globalization;
using System.Text;

namespace NetNs.Quoting;

/// <summary>Quotes arguments of PowerShell command lines: remedies in messages, and completions.</summary>
internal static class PowerShellText
{
    /// <summary>One argument: as it is if PowerShell takes it as this very text, otherwise in quotes.</summary>
    internal static string Quote(string text)
    {
        if (IsBareWord(text))
            return text;
        // Every control character would reach the terminal from a single-quoted text.
        return text.Any(TerminalText.IsUnsafe) ? DoubleQuoted(text) : $"'{Doubled(text)}'";
    }

    /// <summary>Several arguments, as a list.</summary>
    internal static string Join(IEnumerable<string> texts) => string.Join(", ", texts.Select(Quote));

    /// <summary>A parameter with a value, with a blank before it; nothing if there is no value.</summary>
    internal static string Parameter(string name, string? value) => value is null ? "" : $" -{name} {Quote(value)}";

    // A word that begins with a digit may be a number (1e3, 0x10, 2kb), which would become another text: only digits with the
    // punctuation of addresses, and what has a colon, are taken as they are.
    private static bool IsBareWord(string text)
        => text.Length > 0 && text[0] is not ('-' or ':') && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:/".Contains(c))
            && (!char.IsAsciiDigit(text[0]) && text[0] != '.' || text.Contains(':') || text.All(c => char.IsAsciiDigit(c) || c is '.' or '/'));

    // PowerShell takes the typographic single quotes for quotes too.
    private static string Doubled(string text)
    {
        var doubled = new StringBuilder(text.Length + 4);
        foreach (char c in text)
        {
            if (c is '\'' or (>= '\u2018' and <= '\u201b'))
                doubled.Append(c);
            doubled.Append(c);
        }

        return doubled.ToString();
    }

    private static string DoubleQuoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (TerminalText.IsUnsafe(c))
                quoted.Append(CultureInfo.InvariantCulture, $"`u{{{(int)c:x}}}");
            else if (c is '`' or '$' or '"' or (>= '\u201c' and <= '\u201e'))
                quoted.Append('`').Append(c);
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
