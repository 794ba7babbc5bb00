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
