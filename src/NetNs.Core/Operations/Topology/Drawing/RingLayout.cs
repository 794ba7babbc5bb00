namespace NetNs.Operations;

/// <summary>Places rings: up to eight blocks on an ellipse, more in two lines. What hangs on a box of the upper half points up, that of the lower half down.</summary>
internal static class RingLayout
{
    private const int MaxOnEllipse = 8;
    private const double Gap = 36;
    private const double Step = 10;

    /// <summary>Places blocks whose roots are linked in a ring, in this order.</summary>
    internal static DiagramBlock Place(IReadOnlyList<DiagramBlock> ring)
    {
        var all = new DiagramBlock { Root = ring[0].Root };
        if (ring.Count > MaxOnEllipse)
            PlaceInTwoLines(all, ring);
        else
            PlaceOnEllipse(all, ring);
        for (int i = 0; i < ring.Count; i++)
        {
            DiagramBox one = ring[i].Root, next = ring[(i + 1) % ring.Count].Root;
            all.Lines.Add([(one.CenterX, one.CenterY), (next.CenterX, next.CenterY)]);
        }

        return all.Settle();
    }

    private static void PlaceOnEllipse(DiagramBlock all, IReadOnlyList<DiagramBlock> ring)
    {
        double[] angles = [.. ring.Select((_, i) => (-Math.PI / 2) + (2 * Math.PI * i / ring.Count) + (ring.Count % 2 == 0 ? Math.PI / ring.Count : 0))];
        for (int i = 0; i < ring.Count; i++)
        {
            if (Math.Sin(angles[i]) < -0.01)
                ring[i].Flip();
        }

        double radius = 60;
        while (!Fits(radius))
            radius += Step;
        foreach (DiagramBlock block in ring)
        {
            all.Boxes.AddRange(block.Boxes);
            all.Lines.AddRange(block.Lines);
        }

        bool Fits(double size)
        {
            for (int i = 0; i < ring.Count; i++)
            {
                DiagramBox root = ring[i].Root;
                ring[i].Shift((size * 1.5 * Math.Cos(angles[i])) - root.CenterX, (size * Math.Sin(angles[i])) - root.CenterY);
            }

            for (int i = 0; i < ring.Count; i++)
            {
                (DiagramBox from, DiagramBox to) = (ring[i].Root, ring[(i + 1) % ring.Count].Root);
                if (ring.SelectMany(b => b.Boxes).Any(b => b != from && b != to && DiagramGeometry.Hits(b, from, to, Gap / 4)))
                    return false;
                for (int j = 0; j < i; j++)
                {
                    if (ring[i].Boxes.Exists(b => ring[j].Boxes.Exists(o => DiagramGeometry.Overlap(b, o, Gap))))
                        return false;
                }
            }

            return true;
        }
    }

    private static void PlaceInTwoLines(DiagramBlock all, IReadOnlyList<DiagramBlock> ring)
    {
        int half = (ring.Count + 1) / 2;
        double width = ring.Max(b => b.Width) + Gap;
        for (int i = 0; i < ring.Count; i++)
        {
            bool isUpper = i < half;
            if (isUpper)
                ring[i].Flip();
            double center = (isUpper ? i : half - 1 - (i - half)) * width;
            DiagramBox root = ring[i].Root;
            ring[i].Shift(center - root.CenterX, (isUpper ? 0 : (2 * Gap) + ring.Max(b => b.Root.Height)) - root.CenterY);
            all.Boxes.AddRange(ring[i].Boxes);
            all.Lines.AddRange(ring[i].Lines);
        }
    }
}
