namespace NetNs.Operations;

/// <summary>Boxes that were placed together, with the lines between them. Coordinates begin at 0,0.</summary>
internal sealed class DiagramBlock
{
    /// <summary>The box that links to other blocks lead to.</summary>
    internal required DiagramBox Root { get; init; }

    internal List<DiagramBox> Boxes { get; } = [];

    /// <summary>Polylines.</summary>
    internal List<(double X, double Y)[]> Lines { get; } = [];

    internal double Width { get; private set; }

    internal double Height { get; private set; }

    /// <summary>A block of one box.</summary>
    internal static DiagramBlock Of(DiagramBox box)
    {
        (box.X, box.Y) = (0, 0);
        var block = new DiagramBlock { Root = box };
        block.Boxes.Add(box);
        block.Settle();
        return block;
    }

    /// <summary>Takes over another block at a place.</summary>
    internal void Add(DiagramBlock other, double x, double y)
    {
        other.Shift(x, y);
        Boxes.AddRange(other.Boxes);
        Lines.AddRange(other.Lines);
    }

    internal void Shift(double x, double y)
    {
        if (x == 0 && y == 0)
            return; // most blocks of a mesh, most of the time
        foreach (DiagramBox box in Boxes)
            (box.X, box.Y) = (box.X + x, box.Y + y);
        foreach ((double X, double Y)[] line in Lines)
        {
            for (int i = 0; i < line.Length; i++)
                line[i] = (line[i].X + x, line[i].Y + y);
        }
    }

    /// <summary>Turns it upside down; text stays upright.</summary>
    internal void Flip()
    {
        foreach (DiagramBox box in Boxes)
            box.Y = Height - box.Y - box.Height;
        for (int i = 0; i < Lines.Count; i++)
            Lines[i] = [.. Lines[i].Select(p => (p.X, Height - p.Y))];
    }

    /// <summary>Measures it, and moves it to 0,0.</summary>
    internal DiagramBlock Settle()
    {
        double left = Math.Min(Boxes.Min(b => b.X), Lines.Count == 0 ? double.MaxValue : Lines.Min(l => l.Min(p => p.X)));
        double top = Math.Min(Boxes.Min(b => b.Y), Lines.Count == 0 ? double.MaxValue : Lines.Min(l => l.Min(p => p.Y)));
        Shift(-left, -top);
        Width = Math.Max(Boxes.Max(b => b.Right), Lines.Count == 0 ? 0 : Lines.Max(l => l.Max(p => p.X)));
        Height = Math.Max(Boxes.Max(b => b.Bottom), Lines.Count == 0 ? 0 : Lines.Max(l => l.Max(p => p.Y)));
        return this;
    }
}
