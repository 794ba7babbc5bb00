namespace NetNs.Operations;

/// <summary>Networks as a whole: what belongs to them, read from the kernel, each namespace once.</summary>
internal sealed class TopologyOperations(OperationSession session)
{
    private const string CurrentName = "(current)";
    private const int ShortIdLength = 12; // as docker ps shows it

    /// <summary>The current namespace and every one that has a name.</summary>
    /// <param name="withContainers">Whether namespaces of containers without a name belong to them.</param>
    internal IReadOnlyList<NetNamespace> Everything(bool withContainers)
    {
        List<NetNamespace> all = [session.Current.Namespace, .. new NamespaceOperations(session).List().Where(n => n.State == NetNamespaceState.Active)];
        return [.. (withContainers ? all.Concat(Containers()) : all).Distinct()];
    }

    /// <summary>The namespaces of containers that no name leads to.</summary>
    internal IEnumerable<NetNamespace> Containers()
        => new NamespaceDiscovery(session).FindAll().Where(n => n.Name is null && (n.ContainerId is not null || n.Source is NetNamespaceSource.Docker or NetNamespaceSource.Podman or NetNamespaceSource.Cni));

    /// <summary>The namespaces of a lab: its nodes, and the one that has its bridges.</summary>
    /// <exception cref="NetNsException">LabNotFound.</exception>
    internal IReadOnlyList<NetNamespace> OfLab(string lab)
    {
        List<(NetNamespace Namespace, LabLabel Label)> found = [.. new LabFinder(session).Find().Where(f => f.Label.Lab == lab)];
        bool isHere = session.Current.Route.DumpLinks().Exists(l => LabLabel.TryParse(l.Alias, lab, out _));
        if (found.Count == 0 && !isHere)
            throw LabOperations.NotFound(lab);
        return [.. (isHere ? [session.Current.Namespace] : Array.Empty<NetNamespace>()).Concat(found.Select(f => f.Namespace)).Distinct()];
    }

    /// <summary>Reads namespaces. One that goes away meanwhile is left out.</summary>
    /// <param name="spaces">Which.</param>
    /// <param name="lab">The lab that is asked for.</param>
    internal NetTopology Read(IReadOnlyList<NetNamespace> spaces, string? lab = null) => new TopologyFactory(ReadAll(spaces), lab).Create();

    /// <summary>Reads namespaces, and which links of them belong together. One that goes away meanwhile is left out.</summary>
    internal IReadOnlyList<NamespaceReading> ReadAll(IReadOnlyList<NetNamespace> spaces)
    {
        var peers = new TopologyPeers(session);
        List<NamespaceReading> readings = [];
        foreach (NetNamespace space in spaces)
        {
            session.Checkpoint();
            try
            {
                using NamespaceContext context = session.Open(space);
                NamespaceReading reading = NamespaceReading.Read(context, NameOf(space));
                peers.Connect(context, reading);
                readings.Add(reading);
            }
            catch (NetNsException e) when (spaces.Count > 1 && e.Error is NetNsError.NamespaceNotFound or NetNsError.NamespaceStale)
            {
                // Removed since it was listed.
            }
        }

        peers.Finish();
        return readings;
    }

    /// <summary>What a topology shows as it is now: its lab, or its namespaces that still exist, or everything where it shows the current namespace.</summary>
    internal NetTopology ReadAgain(NetTopology seen)
    {
        if (seen.Lab is { } lab)
            return new LabOperations(session).List(n => n == lab).Count == 0 ? new NetTopology { Lab = lab } : Read(OfLab(lab), lab);
        if (seen.Nodes.Any(n => n.Name == NameOf(session.Current.Namespace)))
            return Read(Everything(seen.Nodes.Any(n => n.Source is NetNamespaceSource.Docker or NetNamespaceSource.Podman or NetNamespaceSource.Cni)));
        HashSet<string> names = [.. seen.Nodes.Select(n => n.Name)];
        return Read([.. new NamespaceOperations(session).List().Where(n => n.State == NetNamespaceState.Active && names.Contains(n.Name!))]);
    }

    private static string NameOf(NetNamespace space)
        => space.Name
            ?? (space.ContainerId is { } id ? $"{space.Source.ToString().ToLowerInvariant()}:{id[..Math.Min(id.Length, ShortIdLength)]}"
            : space.Source == NetNamespaceSource.Current ? CurrentName : space.Path);
}
