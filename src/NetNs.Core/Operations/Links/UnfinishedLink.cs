using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// The mark of a link that takes more than one request: it is born with it, and the last request takes it off. Who finds a marked
/// link whose maker is no more (kill -9, out of memory) knows that nobody will finish it, and may take it away.
/// </summary>
/// <remarks>The mark is a link group: the one thing that the kernel takes at creation, keeps and shows, and that nothing else depends on.</remarks>
internal static class UnfinishedLink
{
    /// <summary>The group of a link that is finished: that of all links that nobody gave another.</summary>
    internal const uint NoMark = 0;

    private const uint Marked = 0x8000_0000; // the rest is the maker's process id: 22 bits at most (PID_MAX_LIMIT)

    /// <summary>The least of the groups that are marks.</summary>
    internal const uint FirstMark = Marked;

    /// <summary>This process's mark.</summary>
    internal static uint Mark => Marked | (uint)Environment.ProcessId;

    /// <summary>Whether the link's maker ended before it was finished.</summary>
    internal static bool IsAbandoned(LinkMessage link) => link.Group is { } group && (group & Marked) != 0 && !Lives(group & ~Marked);

    private static bool Lives(uint process)
    {
        try
        {
            // "1234 (name) S 1 …": the name may hold anything. A zombie has ended, too.
            string status = File.ReadAllText($"/proc/{process}/stat");
            return status[status.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (IOException)
        {
            return false;
        }
    }
}
