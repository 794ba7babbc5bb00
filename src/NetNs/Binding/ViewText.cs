using System.Collections;
using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>What the views of NetNs.Format.ps1xml show for values. The build writes the calls into it (tools/Protect-View.ps1).</summary>
public static class ViewText
{
    /// <summary>The value itself if its text is safe to show on a terminal, otherwise its escaped text.</summary>
    /// <param name="value">Any object, in its wrapper: that of an object from another process has the text that the object had there.</param>
    /// <returns>The value, or text of one line; of a list each member is escaped.</returns>
    public static object? Show(PSObject? value) => value?.BaseObject switch
    {
        null => null,
        string or IEnumerable => TerminalText.Show(value.BaseObject),
        _ => value.ToString() is { } text && text.Any(TerminalText.IsUnsafe) ? TerminalText.Escape(text) : value,
    };

    /// <summary>Text of several lines, safe to show on a terminal.</summary>
    /// <param name="text">Any text, or null.</param>
    /// <returns>The text; control characters other than newlines are escaped.</returns>
    public static string? ShowLines(string? text) => TerminalText.EscapeLines(text);
}
