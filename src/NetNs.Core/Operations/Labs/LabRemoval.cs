using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Removes labs, and namespaces of labs, with everything that belongs to them: programs, published ports, masquerades, hosts files.</summary>
internal static class LabRemoval
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Removes a whole lab. What is gone already is no error.</summary>
    internal static void Remove(OperationSession session, LabState state)
    {
        StopProcesses(session, state);
        foreach (LinkMessage uplink in state.OwnLinks.Where(l => LabLabel.Parse(l.Alias)?.Kind == LabLabel.Uplink))
            LabUplinkPlanner.Remove(session, session.Current, uplink);
        List<NetNamespace> spaces = [.. state.Nodes.Values.Select(n => n.Namespace).Append(state.SealedHost?.Namespace).OfType<NetNamespace>()];
        RemoveNamespaces(session, state.Name, spaces);
        List<LinkMessage> bridges = [.. state.OwnLinks.Where(l => l.Kind is BridgeKind)];
        if (bridges.Count == 0)
            return;
        NamespaceContext context = session.Current;
        RemoveMasquerades(session, context, [.. bridges.Select(b => b.Index)]);
        foreach (LinkMessage bridge in bridges)
            LinkRemoval.RemoveOne(context, bridge, (_, failure) => throw failure);
    }

    /// <summary>Removes namespaces, and comes back when their devices are gone.</summary>
    /// <exception cref="NetNsException">NamespaceBusy, NotPermitted, TimedOut.</exception>
    internal static void RemoveNamespaces(OperationSession session, string lab, IReadOnlyList<NetNamespace> spaces)
    {
        session.LetGo();
        using var removal = new NamespaceRemoval(session);
        var dependents = new DependentRules(session);
        HashSet<NetNamespace> together = [.. spaces];
        foreach (NetNamespace space in spaces)
        {
            NamespaceContents contents = removal.Examine(space, stopProcesses: true);
            removal.Prepare(space, contents, new ProcessTermination(session), watch: true);
            dependents.Note(space, contents, together);
        }

        dependents.Clean(together.ToHashSet<object>().Contains);
        try
        {
            removal.RemovePrepared((_, work) => work());
        }
        finally
        {
            if (removal.Removed.Count < together.Count)
                dependents.PutBack(removal.Removed.ToHashSet<object>().Contains);
        }

        foreach (NetNamespace space in spaces)
            LabHostsPlanner.DeleteOf(space.Name!, lab);
        if (removal.Wait(Patience) is [var stays, ..])
            throw stays;
    }

    private static void StopProcesses(OperationSession session, LabState state)
    {
        foreach (IGrouping<string, LabProcessMark> node in LabProcessMark.FindAll(state.Name).GroupBy(m => m.Node))
        {
            if (state.Nodes.GetValueOrDefault(node.Key)?.Namespace is { } space)
                new ProcessTermination(session).Stop(space, [.. node.Select(m => m.ProcessId)]);
        }
    }

    private static void RemoveMasquerades(OperationSession session, NamespaceContext context, IReadOnlyList<int> bridges)
    {
        if (!NatTable.Exists(context))
            return;
        MasqueradeEntry[] entries = [.. NatSets.Both.SelectMany(s => MasqueradeEntry.Read(context, s)).Select(p => p.Entry).Where(e => e.BridgeIndex is { } index && bridges.Contains(index))];
        var masquerading = new Masquerading(session, context);
        if (entries.Length > 0)
            masquerading.RemoveThoseThere(entries);
        masquerading.NoteMissing();
        masquerading.Finish();
    }
}
