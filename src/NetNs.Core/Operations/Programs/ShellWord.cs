namespace NetNs.Operations;

/// <summary>A word of a command line that is shown, so that it can be pasted into a shell.</summary>
internal static class ShellWord
{
    /// <summary>The text as it is where that is safe, else in single quotes.</summary>
    internal static string Of(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:/@+,%=".Contains(c)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The beginning of a command line that runs a program inside a namespace.</summary>
    internal static string Entering(NetNamespace target) => target.Name is { } name ? $"ip netns exec {Of(name)}" : $"nsenter --net={Of(target.Path)}";
}
