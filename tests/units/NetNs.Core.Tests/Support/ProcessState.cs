using System.Text;

namespace NetNs.Tests.Support;

/// <summary>What a test could leave behind, as lines of text that can be compared.</summary>
internal static class ProcessState
{
    /// <summary>Open sockets and namespaces, threads elsewhere, nsfs mounts, names in /run/netns, links of the calling thread's namespace.</summary>
    internal static IReadOnlyList<string> Read()
    {
        var lines = new List<string>();
        lines.AddRange(Descriptors());
        lines.AddRange(ThreadsElsewhere());
        lines.AddRange(File.ReadLines("/proc/self/mountinfo").Where(l => l.Contains(" - nsfs ", StringComparison.Ordinal)).Select(l => $"mount {l}"));
        if (Directory.Exists("/run/netns"))
            lines.AddRange(Directory.EnumerateFileSystemEntries("/run/netns").Order(StringComparer.Ordinal).Select(f => $"name {f}"));
        lines.AddRange(File.ReadLines("/proc/thread-self/net/dev").Skip(2).Select(l => $"link {l.Split(':')[0].Trim()}"));
        return lines;
    }

    /// <summary>What is in <paramref name="now"/> and was not in <paramref name="before"/>, counting repetitions.</summary>
    internal static string Added(IReadOnlyList<string> before, IReadOnlyList<string> now)
    {
        var rest = new List<string>(before);
        var text = new StringBuilder();
        foreach (string line in now)
        {
            if (!rest.Remove(line))
                text.Append(line).Append('\n');
        }

        return text.ToString();
    }

    // Without the inode: the test host opens and closes its own, what counts is how many there are.
    private static IEnumerable<string> Descriptors() => Directory.EnumerateFiles("/proc/self/fd")
        .Select(TargetOf)
        .Where(t => t is not null && (t.StartsWith("socket:", StringComparison.Ordinal) || t.StartsWith("net:", StringComparison.Ordinal)))
        .Select(t => $"descriptor {t!.Split(':')[0]}");

    private static IEnumerable<string> ThreadsElsewhere()
    {
        string? home = TargetOf("/proc/self/ns/net");
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            string? there = TargetOf($"{task}/ns/net");
            if (there is not null && there != home)
                yield return $"thread '{NameOf(task)}' in {there}";
        }
    }

    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm").Trim();
        }
        catch (IOException)
        {
            return Path.GetFileName(task);
        }
    }

    // Null where it went away meanwhile.
    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
