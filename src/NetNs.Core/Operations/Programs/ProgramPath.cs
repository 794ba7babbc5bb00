namespace NetNs.Operations;

/// <summary>Where a program is.</summary>
internal static class ProgramPath
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path of a program as a shell finds it: on the PATH, or relative to a directory where it contains "/".</summary>
    /// <exception cref="NetNsException">ProcessStartFailed.</exception>
    internal static string Find(string file, string directory, NetNamespace target)
    {
        if (file.Contains('/'))
        {
            string path = Path.GetFullPath(file, directory);
            return File.Exists(path) ? path : throw NotFound($"there is no file {path}");
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(d => Path.Combine(d, file)).FirstOrDefault(IsProgram) ?? throw NotFound("there is no such program on the PATH");

        NetNsException NotFound(string reason)
            => new(NetNsError.ProcessStartFailed, $"Cannot start {file}{target.Suffix}: {reason}.", file, "Give its full path, or see that it is installed.");
    }

    private static bool IsProgram(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;
}

/// <summary>A word of a command line that is shown, so that it can be pasted into a shell.</summary>
internal static class ShellWord
{
    /// <summary>The text as it is where that is safe, else in single quotes.</summary>
    internal static string Of(string text) => text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:/@+,%=".Contains(c)) ? text : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The beginning of a command line that runs a program inside a namespace.</summary>
    internal static string Entering(NetNamespace target) => target.Name is { } name ? $"ip netns exec {Of(name)}" : $"nsenter --net={Of(target.Location)}";
}
