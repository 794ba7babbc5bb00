namespace NetNs.Operations;

/// <summary>
/// Places trees. A box stands above those that hang on it, and one line leads to all of them. Where they are many they stand in columns
/// left and right of lines that go down, so that fifty nodes on a bridge fit a screen.
/// </summary>
internal static class TreeLayout
{
    private const int MaxInRow = 6;
    private const int MaxInSnake = 5;
    private const double Gap = 24;
    private const double Drop = 44;
    private const double Stub = 20;
    private const double Aspect = 1.6; // of a screen

    /// <summary>Places a box with what hangs on it.</summary>
    /// <param name="root">The box.</param>
    /// <param name="children">The boxes that hang on a box.</param>
    internal static DiagramBlock Place(DiagramBox root, Func<DiagramBox, IReadOnlyList<DiagramBox>> children)
    {
        List<DiagramBlock> below = [.. children(root).Select(c => Place(c, children))];
        if (below.Count == 0)
            return DiagramBlock.Of(root);
        var block = new DiagramBlock { Root = root };
        block.Boxes.Add(root);
        (root.X, root.Y) = (0, 0);
        if (below.Count <= MaxInRow)
            PlaceRow(block, below);
        else
            PlaceColumns(block, below);
        return block.Settle();
    }

    /// <summary>Places a chain: from left to right, then on in the next line from right to left.</summary>
    internal static DiagramBlock PlaceChain(IReadOnlyList<DiagramBox> chain)
    {
        int columns = Math.Min(chain.Count, chain.Count <= MaxInSnake + 1 ? chain.Count : MaxInSnake);
        double width = chain.Max(b => b.Width) + (2 * Gap);
        var block = new DiagramBlock { Root = chain[0] };
        double y = 0;
        for (int start = 0; start < chain.Count; start += columns)
        {
            DiagramBox[] row = [.. chain.Skip(start).Take(columns)];
            double height = row.Max(b => b.Height);
            bool isBack = start / columns % 2 == 1;
            for (int i = 0; i < row.Length; i++)
            {
                double center = ((isBack ? columns - 1 - i : i) + 0.5) * width;
                (row[i].X, row[i].Y) = (center - (row[i].Width / 2), y + ((height - row[i].Height) / 2));
                block.Boxes.Add(row[i]);
                if (start + i > 0)
                    block.Lines.Add([(chain[start + i - 1].CenterX, chain[start + i - 1].CenterY), (row[i].CenterX, row[i].CenterY)]);
            }

            y += height + Drop;
        }

        return block.Settle();
    }

    private static void PlaceRow(DiagramBlock block, List<DiagramBlock> below)
    {
        double x = 0;
        double top = block.Root.Height + Drop;
        foreach (DiagramBlock child in below)
        {
            double width = child.Width;
            block.Add(child, x, top);
            x += width + Gap;
        }

        double center = (below[0].Root.CenterX + below[^1].Root.CenterX) / 2;
        block.Root.X = center - (block.Root.Width / 2);
        foreach (DiagramBlock child in below)
            block.Lines.Add([(center, block.Root.Bottom), (center, block.Root.Bottom + (Drop / 2)), (child.Root.CenterX, block.Root.Bottom + (Drop / 2)), (child.Root.CenterX, child.Root.Y)]);
    }

    private static void PlaceColumns(DiagramBlock block, List<DiagramBlock> below)
    {
        int trunks = TrunkCount(below);
        int perTrunk = (int)Math.Ceiling(below.Count / (double)trunks);
        perTrunk += perTrunk % 2;
        double x = 0;
        double top = block.Root.Height + Drop;
        double bus = block.Root.Height + (Drop / 2);
        List<(DiagramBlock Child, double Trunk)> placed = [];
        for (int start = 0; start < below.Count; start += perTrunk)
        {
            List<DiagramBlock> group = below.GetRange(start, Math.Min(perTrunk, below.Count - start));
            double left = group.Where((_, i) => i % 2 == 0).Max(b => b.Width);
            double right = group.Where((_, i) => i % 2 == 1).Select(b => b.Width).DefaultIfEmpty(0).Max();
            double trunk = x + left + Stub;
            double y = top;
            for (int i = 0; i < group.Count; i += 2)
            {
                double height = Math.Max(group[i].Height, i + 1 < group.Count ? group[i + 1].Height : 0);
                block.Add(group[i], trunk - Stub - group[i].Width, y);
                placed.Add((group[i], trunk));
                if (i + 1 < group.Count)
                {
                    block.Add(group[i + 1], trunk + Stub, y);
                    placed.Add((group[i + 1], trunk));
                }

                y += height + (Gap / 2);
            }

            x = trunk + Stub + right + Gap;
        }

        double center = (placed[0].Trunk + placed[^1].Trunk) / 2;
        block.Root.X = center - (block.Root.Width / 2);
        foreach ((DiagramBlock child, double trunk) in placed)
            block.Lines.Add([(center, block.Root.Bottom), (center, bus), (trunk, bus), (trunk, child.Root.CenterY), (child.Root.CenterX, child.Root.CenterY)]);
    }

    private static int TrunkCount(List<DiagramBlock> below)
    {
        double width = below.Max(b => b.Width) + Stub + (Gap / 2);
        double height = below.Max(b => b.Height) + (Gap / 2);
        return Enumerable.Range(1, (below.Count + 1) / 2).MinBy(t => Math.Abs(Math.Log(2 * t * width / (Math.Ceiling(below.Count / (2.0 * t)) * height) / Aspect)));
    }
}
