namespace NetNs.Operations;

/// <summary>Tells what differs between two topologies.</summary>
internal static class TopologyComparison
{
    // They differ each time that the same network is made.
    private static readonly HashSet<string> Passing = [nameof(NetTopologyNode.Inode), nameof(NetTopologyNode.Source), nameof(NetTopologyNode.Namespace)];

    /// <summary>Each thing that was added, changed or removed; by kind, then by node and name.</summary>
    internal static IReadOnlyList<NetTopologyChange> Compare(NetTopology before, NetTopology after)
        => [.. Compare(before.Nodes, after.Nodes), .. Compare(before.Bridges, after.Bridges), .. Compare(before.Links, after.Links),
            .. Compare(before.Addresses, after.Addresses), .. Compare(before.Routes, after.Routes), .. Compare(before.Ports, after.Ports)];

    private static IEnumerable<NetTopologyChange> Compare<T>(IReadOnlyList<T> before, IReadOnlyList<T> after)
        where T : NetTopologyItem
    {
        // The kernel may have several routes of one key; the first counts for all.
        Dictionary<string, T> old = ByKey(before);
        Dictionary<string, T> now = ByKey(after);
        foreach (string key in old.Keys.Concat(now.Keys).Distinct().Order(NaturalOrder.Comparer))
        {
            T? one = old.GetValueOrDefault(key);
            T? other = now.GetValueOrDefault(key);
            string was = Differing(one, other);
            string @is = Differing(other, one);
            if (one is not null && other is not null && was.Length + @is.Length == 0)
                continue;
            yield return new NetTopologyChange
            {
                Action = one is null ? NetTopologyAction.Added : other is null ? NetTopologyAction.Removed : NetTopologyAction.Changed,
                Kind = (one ?? other)!.Noun,
                Node = (one ?? other)!.Node,
                Target = key,
                Before = one is null ? null : was,
                After = other is null ? null : @is,
            };
        }
    }

    private static Dictionary<string, T> ByKey<T>(IReadOnlyList<T> items)
        where T : NetTopologyItem
    {
        Dictionary<string, T> result = [];
        foreach (T item in items)
            result.TryAdd(item.Key, item);
        return result;
    }

    // "Mtu=1400": what one has, and the other has not.
    private static string Differing(NetTopologyItem? of, NetTopologyItem? than)
    {
        if (of is null)
            return "";
        HashSet<(string, string?)> others = [.. than?.Values.Select(v => (v.Key, v.Value)) ?? []];
        return ShellText.Join(of.Values.Where(v => !Passing.Contains(v.Key) && v.Value is not null && !others.Contains((v.Key, v.Value))).Select(v => $"{v.Key}={v.Value}"));
    }
}
