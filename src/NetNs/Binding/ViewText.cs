namespace NetNs.Binding;

/// <summary>What the views of NetNs.Format.ps1xml show for values. The build writes the calls into it (tools/Protect-View.ps1).</summary>
public static class ViewText
{
    /// <summary>The value itself if its text is safe to show on a terminal, otherwise its escaped text.</summary>
    /// <param name="value">Any object; of a list each member is escaped.</param>
    /// <returns>The value, or text of one line.</returns>
    public static object? Show(object? value) => TerminalText.Show(value);

    /// <summary>Text of several lines, safe to show on a terminal.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <returns>The text; control characters other than newlines are escaped.</returns>
    public static string? ShowLines(string? text) => TerminalText.EscapeLines(text);
}
