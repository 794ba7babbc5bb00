using System.Globalization;
using System.IO.Enumeration;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// Which process is in which network namespace, at one moment. A process counts by its main thread, as with
/// <c>ip netns pids</c>; one that ended or belongs to somebody else is passed over.
/// </summary>
internal sealed class ProcessScan
{
    // How long an answer is as good as a new one: a pipe of many namespaces shall not read /proc for each.
    private const long FreshMilliseconds = 50;

    private const uint PF_EXITING = 0x4; // include/linux/sched.h

    private readonly Dictionary<NamespaceIdentity, List<int>> _processes = [];
    private readonly long _taken = Environment.TickCount64;

    private ProcessScan()
    {
    }

    /// <summary>Whether it was made a moment ago.</summary>
    internal bool IsFresh => Environment.TickCount64 - _taken < FreshMilliseconds;

    /// <summary>All namespaces that processes are in.</summary>
    internal IEnumerable<NamespaceIdentity> Namespaces => _processes.Keys;

    /// <summary>Looks at every process: about 4 µs each.</summary>
    internal static ProcessScan Read()
    {
        var scan = new ProcessScan();
        foreach (int id in ProcessIds())
        {
            if (NamespaceHandle.IdentityOf($"/proc/{id}/ns/net") is not { } identity)
                continue;
            if (!scan._processes.TryGetValue(identity, out List<int>? list))
                scan._processes.Add(identity, list = []);
            list.Add(id);
        }

        foreach (List<int> list in scan._processes.Values)
            list.Sort();
        return scan;
    }

    /// <summary>Ids of the processes in a namespace, in ascending order.</summary>
    internal IReadOnlyList<int> In(NamespaceIdentity target) => _processes.TryGetValue(target, out List<int>? list) ? list : [];

    /// <summary>A process in words: "python3 (1234)".</summary>
    internal static string Describe(int id) => NameOf(id) is { } name ? $"{name} ({id})" : $"process {id}";

    /// <summary>A process's name, or null where it has ended.</summary>
    internal static string? NameOf(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/comm").TrimEnd('\n');
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether a process has ended, is just doing so, or will before it does anything else, since it was killed.</summary>
    internal static bool IsEnding(int id)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{id}/stat");
            // Behind the name in parentheses, in which anything may stand: state, five ids, flags; proc_pid_stat(5).
            string flags = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[6];
            return (uint.Parse(flags, CultureInfo.InvariantCulture) & PF_EXITING) != 0 || File.ReadLines($"/proc/{id}/status").Any(IsKillPending);
        }
        catch (IOException)
        {
            return true; // it has ended
        }
    }

    // "ShdPnd:\t0000000000000100": signals that wait for the process, SigPnd those for its main thread.
    private static bool IsKillPending(string line)
        => (line.StartsWith("SigPnd:", StringComparison.Ordinal) || line.StartsWith("ShdPnd:", StringComparison.Ordinal))
            && (ulong.Parse(line.AsSpan("SigPnd:".Length), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & (1UL << (LibC.SIGKILL - 1))) != 0;

    /// <summary>Ids of all processes.</summary>
    internal static FileSystemEnumerable<int> ProcessIds() => new("/proc", (ref entry) => Parse(entry.FileName)!.Value)
    {
        ShouldIncludePredicate = (ref entry) => Parse(entry.FileName) is not null,
    };

    private static int? Parse(ReadOnlySpan<char> name) => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : null;
}
