namespace NetNs.Operations;

/// <summary>
/// Gives each box of a diagram its place. What hangs together is placed together: a tree, a chain, a ring, or a mesh; what hangs on
/// a ring or a mesh like a tree is placed as a tree. The same topology always gives the same picture.
/// </summary>
internal static class DiagramLayout
{
    private const double Gap = 60;
    private const double RowWidth = 1100;

    /// <summary>Places all boxes of a graph.</summary>
    /// <returns>All of them; null where the graph is empty.</returns>
    internal static DiagramBlock? Place(DiagramGraph graph)
    {
        List<DiagramBlock> blocks = [.. graph.Groups().Select(PlaceGroup)];
        if (blocks.Count == 0)
            return null;
        var all = new DiagramBlock { Root = blocks[0].Root };
        double limit = Math.Max(RowWidth, blocks.Max(b => b.Width));
        double x = 0, y = 0, height = 0;
        foreach (DiagramBlock block in blocks)
        {
            if (x > 0 && x + block.Width > limit)
                (x, y, height) = (0, y + height + Gap, 0);
            double width = block.Width;
            height = Math.Max(height, block.Height);
            all.Add(block, x, y);
            x += width + Gap;
        }

        return all.Settle();
    }

    /// <summary>The box that a group is told from: the only host, or else the middle.</summary>
    internal static DiagramBox RootOf(IReadOnlyList<DiagramBox> group)
    {
        DiagramBox[] hosts = [.. group.Where(b => b.Shape == DiagramShape.Host)];
        if (hosts.Length == 1)
            return hosts[0];
        return group.OrderBy(Depth).ThenByDescending(b => b.Shape).First();
    }

    // How far the farthest box is.
    private static int Depth(DiagramBox from)
    {
        Dictionary<DiagramBox, int> known = new() { [from] = 0 };
        Queue<DiagramBox> next = new([from]);
        int depth = 0;
        while (next.TryDequeue(out DiagramBox? box))
        {
            foreach (DiagramBox neighbor in box.Neighbors)
            {
                if (!known.TryAdd(neighbor, known[box] + 1))
                    continue;
                depth = Math.Max(depth, known[neighbor]);
                next.Enqueue(neighbor);
            }
        }

        return depth;
    }

    private static DiagramBlock PlaceGroup(List<DiagramBox> group)
    {
        HashSet<DiagramBox> core = CoreOf(group);
        if (core.Count == 0)
        {
            bool isChain = group.Count > 3 && group.TrueForAll(b => b.Neighbors.Count <= 2 && b.Shape != DiagramShape.Host);
            if (isChain)
                return TreeLayout.PlaceChain(Walk(group.First(b => b.Neighbors.Count == 1), _ => true));
            return PlaceTree(RootOf(group), []);
        }

        bool isRing = core.All(b => b.Neighbors.Count(core.Contains) == 2);
        DiagramBox first = group.First(core.Contains);
        List<DiagramBox> order = isRing ? Walk(first, core.Contains) : [.. group.Where(core.Contains)];
        List<DiagramBlock> blocks = [.. order.Select(b => PlaceTree(b, core))];
        return isRing ? RingLayout.Place(blocks)
            : MeshLayout.Place(blocks, [.. order.SelectMany((b, i) => b.Neighbors.Where(n => core.Contains(n) && order.IndexOf(n) > i).Select(n => (b, n)))]);
    }

    private static DiagramBlock PlaceTree(DiagramBox root, HashSet<DiagramBox> core)
    {
        Dictionary<DiagramBox, DiagramBox> parents = new() { [root] = root };
        return TreeLayout.Place(root, box =>
        {
            List<DiagramBox> children = box.Neighbors.FindAll(n => n != parents[box] && !core.Contains(n));
            foreach (DiagramBox child in children)
                parents[child] = box;
            return children;
        });
    }

    // What is left when boxes with one link are taken away again and again: the rings.
    private static HashSet<DiagramBox> CoreOf(List<DiagramBox> group)
    {
        HashSet<DiagramBox> core = [.. group];
        Queue<DiagramBox> loose = new(group.Where(b => b.Neighbors.Count <= 1));
        while (loose.TryDequeue(out DiagramBox? box))
        {
            if (!core.Remove(box))
                continue;
            foreach (DiagramBox neighbor in box.Neighbors.Where(n => core.Contains(n) && n.Neighbors.Count(core.Contains) <= 1))
                loose.Enqueue(neighbor);
        }

        return core;
    }

    private static List<DiagramBox> Walk(DiagramBox first, Func<DiagramBox, bool> belongs)
    {
        List<DiagramBox> walked = [first];
        HashSet<DiagramBox> seen = [first];
        while (walked[^1].Neighbors.Find(n => belongs(n) && seen.Add(n)) is { } next)
            walked.Add(next);
        return walked;
    }
}
