using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Which processes are in a namespace. /proc is read once for namespaces that are asked about within a moment.</summary>
internal sealed class NamespaceProcesses
{
    private ProcessScan? _processes;

    /// <summary>Ids of the processes in a namespace, in ascending order.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale.</exception>
    internal IReadOnlyList<int> In(NetNamespace target)
    {
        using NamespaceHandle handle = OperationSession.OpenHandle(target);
        if (_processes is not { IsFresh: true })
            _processes = ProcessScan.Read();
        return _processes.In(handle.Identity);
    }

    /// <summary>How many links a namespace has, lo among them.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale.</exception>
    internal static int CountLinks(NetNamespace target)
    {
        using NamespaceHandle handle = OperationSession.OpenHandle(target);
        using RouteClient inside = NamespaceThread.Run(handle, RouteClient.Open);
        return inside.DumpLinks().Count;
    }
}
