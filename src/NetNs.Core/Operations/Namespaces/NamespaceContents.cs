using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What is in a namespace that shall be removed: what is at stake.</summary>
/// <param name="Identity">Which namespace; null for a stale name, behind which there is nothing.</param>
/// <param name="Id">The id under which the current namespace knows it.</param>
/// <param name="Links">All its links.</param>
/// <param name="Hardware">Those that are hardware and would be lost to whoever moved them there; none where the namespace lives on with them.</param>
/// <param name="Processes">Ids of its processes.</param>
/// <param name="LivesOn">Whether the namespace stays when this name goes.</param>
/// <param name="KeptBy">What keeps the namespace besides its processes, as the end of a sentence; null where nothing else does. Then no process is listed: none may be stopped.</param>
internal sealed record NamespaceContents(
    NamespaceIdentity? Identity, int? Id, IReadOnlyList<LinkMessage> Links, IReadOnlyList<LinkMessage> Hardware, IReadOnlyList<int> Processes, bool LivesOn, string? KeptBy = null)
{
    internal static NamespaceContents Nothing { get; } = new(null, null, [], [], [], LivesOn: true);

    /// <summary>The processes in words: "python3 (1234), sleep (1240)".</summary>
    internal string ProcessesInWords => string.Join(", ", Processes.Take(5).Select(ProcessScan.Describe)) + (Processes.Count > 5 ? $" and {Processes.Count - 5} more" : "");

    /// <summary>The hardware in words: "eth0, eth1".</summary>
    internal string HardwareInWords => string.Join(", ", Hardware.Select(l => l.Name));
}
