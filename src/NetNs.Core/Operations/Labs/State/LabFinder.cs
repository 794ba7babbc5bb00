using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Finds the namespaces that belong to labs, by the labels of their loopback links.</summary>
internal sealed class LabFinder(OperationSession session)
{
    /// <summary>Each named namespace that carries a label.</summary>
    internal IEnumerable<(NetNamespace Namespace, LabLabel Label)> Find()
    {
        foreach (NetNamespace candidate in new NamespaceOperations(session).List())
        {
            if (LabelOf(candidate) is { } label)
                yield return (candidate, label);
        }
    }

    /// <summary>The label of a namespace; null where it has none, or is gone.</summary>
    internal LabLabel? LabelOf(NetNamespace candidate)
    {
        if (candidate.State == NetNamespaceState.Stale)
            return null;
        try
        {
            using NamespaceHandle handle = OperationSession.OpenHandle(candidate);
            using RouteClient route = session.Thread.RunIn(handle, RouteClient.Open);
            return LabLabel.Parse(route.GetLink(LabScene.LoopbackIndex).Alias);
        }
        catch (NetNsException e) when (e.Error is NetNsError.NamespaceNotFound or NetNsError.NamespaceStale)
        {
            return null; // removed since it was listed
        }
    }
}
