using System.Globalization;
using System.Text.RegularExpressions;
using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>
/// The name of a test world: "nt4711-1f3a-1", or "nt4711-1f3a-1-f0000a1b" where the process ids are a container's own. It says
/// which process made the world, so that every other process can tell whether anybody still wants it, and needs no file for that.
/// </summary>
/// <param name="ProcessId">Who made it.</param>
/// <param name="Started">When that process began, in clock ticks since the machine did: tells it from a later one with the same id.</param>
/// <param name="Number">Its number among the worlds of that process.</param>
/// <param name="ProcessNamespace">Where the process id holds: the inode of the process namespace; 0 stands for the initial one.</param>
internal readonly partial record struct TestWorldName(int ProcessId, ulong Started, int Number, ulong ProcessNamespace)
{
    private const ulong InitialProcessNamespace = 0xEFFFFFFC; // PROC_PID_INIT_INO

    /// <summary>The name of this process's world of a number.</summary>
    internal static TestWorldName Own(int number) => new(Environment.ProcessId, StartOf(Environment.ProcessId) ?? 0, number, OwnProcessNamespace());

    /// <summary>What a namespace is called in this world.</summary>
    internal string Of(string name) => $"{name}.{this}";

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"nt{ProcessId}-{Started:x}-{Number}{(ProcessNamespace == 0 ? "" : $"-{ProcessNamespace:x}")}");

    /// <summary>The world that a namespace's name speaks of, or null where it speaks of none.</summary>
    internal static (string Name, TestWorldName World)? Parse(string name)
    {
        Match match = Pattern().Match(name);
        if (!match.Success || !int.TryParse(match.Groups[2].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int processId)
            || !int.TryParse(match.Groups[4].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return null;
        }

        ulong started = ulong.Parse(match.Groups[3].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        ulong space = match.Groups[5].Success ? ulong.Parse(match.Groups[5].ValueSpan, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : 0;
        return (match.Groups[1].Value, new TestWorldName(processId, started, number, space));
    }

    /// <summary>Whether the process that made it has ended. One in another process namespace cannot be seen, and counts as alive.</summary>
    internal bool IsAbandoned()
    {
        if (ProcessNamespace != OwnProcessNamespace())
            return false;
        using ProcessHandle? process = ProcessHandle.Open(ProcessId);
        return process is null || (StartOf(ProcessId) is { } started && started != Started);
    }

    private static ulong OwnProcessNamespace()
        => NamespaceHandle.IdentityOf("/proc/self/ns/pid")?.Inode is { } inode && inode != InitialProcessNamespace ? inode : 0;

    // proc_pid_stat(5): field 22, counted from behind the program's name, which may hold anything.
    private static ulong? StartOf(int processId)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{processId}/stat");
            return ulong.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[19], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^(.+)\.nt([0-9]{1,10})-([0-9a-f]{1,16})-([0-9]{1,10})(?:-([0-9a-f]{1,16}))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
