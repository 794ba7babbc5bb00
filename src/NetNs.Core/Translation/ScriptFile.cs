namespace NetNs.Translation;

/// <summary>Reads scripts of a shell from files.</summary>
internal static class ScriptFile
{
    /// <summary>The most characters of a script. What is longer is no script that somebody wrote.</summary>
    internal const int MaxLength = 4 * 1024 * 1024;

    /// <summary>The text of a file.</summary>
    /// <exception cref="NetNsException">ArgumentsInvalid where it cannot be read, or is too long.</exception>
    internal static string Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            char[] buffer = new char[MaxLength + 1];
            int length = reader.ReadBlock(buffer);
            return length <= MaxLength ? new string(buffer, 0, length)
                : throw new NetNsException(NetNsError.ArgumentsInvalid, $"The file '{path}' is too long: more than {MaxLength} characters.", path, "Give a script of a shell.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"The file '{path}' cannot be read: {e.Message}", path, "Give the path of a script of a shell.", e);
        }
    }
}
