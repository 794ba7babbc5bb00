using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace NetNs.Quoting;

/// <summary>
/// Makes text safe to show on a terminal. Names of links, aliases, processes and files may contain control characters, which a terminal
/// would obey. Objects keep the raw value; tables, errors, warnings and prompts show the escaped one.
/// </summary>
internal static class TerminalText
{
    /// <summary>Replaces control and direction characters by a visible form such as \x1b or \u202e. Other text is returned as it is.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <returns>Text of one line; null if <paramref name="text"/> is null.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    internal static string? Escape(string? text) => text is null || !text.Any(IsUnsafe) ? text : Replace(text, keepLines: false);

    /// <summary>What a table or a list shows for a value: the value itself if its text is safe, otherwise its escaped text.</summary>
    /// <param name="value">Any object; of a list each member is escaped.</param>
    /// <returns>The value, or text of one line.</returns>
    internal static object? Show(object? value) => value switch
    {
        null or ValueType => value,
        string text => Escape(text),
        IEnumerable list => list.Cast<object?>().Any(m => m?.ToString()?.Any(IsUnsafe) == true) ? list.Cast<object?>().Select(m => Escape(m?.ToString())).ToArray() : value,
        _ => value.ToString() is { } text && text.Any(IsUnsafe) ? Escape(text) : value,
    };

    /// <summary>The same as <see cref="Escape"/>, but newlines stay: for text of several lines.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <returns>Text of one or more lines; null if <paramref name="text"/> is null.</returns>
    [return: NotNullIfNotNull(nameof(text))]
    internal static string? EscapeLines(string? text) => text is null || !text.Any(IsUnsafe) ? text : Replace(text, keepLines: true);

    /// <summary>Whether a terminal may obey this character or show the text around it in another order.</summary>
    internal static bool IsUnsafe(char c)
        => char.IsControl(c) || c is '\u061c' or '\u200e' or '\u200f' or (>= '\u2028' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    private static string Replace(string text, bool keepLines)
    {
        var safe = new StringBuilder(text.Length + 16);
        foreach (char c in text)
        {
            if (!IsUnsafe(c) || (keepLines && c == '\n'))
                safe.Append(c);
            else
                safe.Append(c < 0x100 ? "\\x" : "\\u").Append(((int)c).ToString(c < 0x100 ? "x2" : "x4", CultureInfo.InvariantCulture));
        }

        return safe.ToString();
    }
}
