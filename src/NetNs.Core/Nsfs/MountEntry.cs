namespace NetNs.Nsfs;

/// <summary>A line of mountinfo (man 5 proc_pid_mountinfo).</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="IsReadOnly">Whether it was mounted read-only.</param>
internal sealed record MountEntry(string Path, bool IsReadOnly)
{
    /// <summary>The mounts at a directory and below it that the calling thread sees, in the order of the kernel: a later one hides an earlier one.</summary>
    internal static List<MountEntry> Under(string directory)
    {
        var found = new List<MountEntry>();
        foreach (string line in File.ReadLines("/proc/thread-self/mountinfo"))
        {
            // 31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw: the fifth and sixth fields are ours.
            string[] fields = line.Split(' ', 7);
            if (fields.Length == 7 && (fields[4] == directory || fields[4].StartsWith(directory + "/", StringComparison.Ordinal)))
                found.Add(new MountEntry(Unescape(fields[4]), fields[5].Split(',')[0] == "ro"));
        }

        return found;
    }

    // Blank, tab, newline and backslash are written as three octal digits: \040.
    private static string Unescape(string text)
    {
        for (int at = text.IndexOf('\\', StringComparison.Ordinal); at >= 0 && at + 3 < text.Length; at = text.IndexOf('\\', at + 1))
            text = string.Concat(text.AsSpan(0, at), [(char)Convert.ToInt32(text.Substring(at + 1, 3), 8)], text.AsSpan(at + 4));
        return text;
    }
}
