using System.Globalization;

namespace NetNs.Nsfs;

/// <summary>A file that a network namespace is mounted over, in the mount namespace of the calling thread.</summary>
/// <param name="Path">The file.</param>
/// <param name="Inode">Which namespace.</param>
internal sealed record NamespaceMount(string Path, ulong Inode)
{
    /// <summary>All there are: names under /run/netns, and what container engines keep elsewhere.</summary>
    internal static IEnumerable<NamespaceMount> List() => File.ReadLines("/proc/thread-self/mountinfo").Select(Parse).OfType<NamespaceMount>();

    /// <summary>
    /// Reads a line of mountinfo (man 5 proc); null where it mounts something else.
    /// <code>
    /// 36 35 0:4 net:[4026532247] /run/netns/web rw shared:7 - nsfs nsfs rw
    ///           |root            |mount point
    /// </code>
    /// </summary>
    internal static NamespaceMount? Parse(string line)
    {
        string[] fields = line.Split(' ', 6);
        const string Start = "net:[";
        if (fields.Length < 6 || !fields[3].StartsWith(Start, StringComparison.Ordinal) || !fields[3].EndsWith(']'))
            return null;
        return ulong.TryParse(fields[3].AsSpan()[Start.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode)
            ? new NamespaceMount(Unescape(fields[4]), inode)
            : null;
    }

    // Blank, tab, newline and backslash are told as \040 and so on.
    private static string Unescape(string path)
    {
        if (!path.Contains('\\'))
            return path;
        var text = new System.Text.StringBuilder(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] == '\\' && i + 3 < path.Length)
            {
                text.Append((char)(((path[i + 1] - '0') * 64) + ((path[i + 2] - '0') * 8) + (path[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(path[i]);
            }
        }

        return text.ToString();
    }
}
