namespace NetNs.Operations;

/// <summary>A block of a mesh while its place is searched: its boxes and lines around the center of its root. Lengths are in pixels.</summary>
internal sealed class MeshBlock
{
    private const double Clearance = 4; // what a line keeps away from a box

    private readonly DiagramBlock _block;
    private readonly (double Left, double Top, double Right, double Bottom)[] _boxes;
    private readonly (double X1, double Y1, double X2, double Y2)[] _lines;
    private readonly int _root;
    private readonly double _above;
    private readonly double _below;

    internal MeshBlock(DiagramBlock block)
    {
        _block = block;
        double x = block.Root.CenterX, y = block.Root.CenterY;
        _boxes = [.. block.Boxes.Select(b => (b.X - x, b.Y - y, b.Right - x, b.Bottom - y))];
        _lines = [.. block.Lines.SelectMany(l => l.Zip(l.Skip(1), (p, q) => (p.X - x, p.Y - y, q.X - x, q.Y - y)))];
        _root = block.Boxes.IndexOf(block.Root);
        Left = -Math.Min(_boxes.Min(b => b.Left), _lines.Select(l => Math.Min(l.X1, l.X2)).DefaultIfEmpty().Min());
        Right = Math.Max(_boxes.Max(b => b.Right), _lines.Select(l => Math.Max(l.X1, l.X2)).DefaultIfEmpty().Max());
        _above = -Math.Min(_boxes.Min(b => b.Top), _lines.Select(l => Math.Min(l.Y1, l.Y2)).DefaultIfEmpty().Min());
        _below = Math.Max(_boxes.Max(b => b.Bottom), _lines.Select(l => Math.Max(l.Y1, l.Y2)).DefaultIfEmpty().Max());
    }

    /// <summary>Where the center of the root is.</summary>
    internal double X { get; set; }

    /// <summary>Where the center of the root is.</summary>
    internal double Y { get; set; }

    /// <summary>Whether it is upside down.</summary>
    internal bool IsTurned { get; set; }

    /// <summary>Whether it differs when it is upside down.</summary>
    internal bool CanTurn => _boxes.Length > 1;

    /// <summary>How far it reaches to the left of its root's center.</summary>
    internal double Left { get; }

    /// <summary>How far it reaches to the right.</summary>
    internal double Right { get; }

    /// <summary>How far it reaches up, as it is turned.</summary>
    internal double Above => IsTurned ? _below : _above;

    /// <summary>How far it reaches down, as it is turned.</summary>
    internal double Below => IsTurned ? _above : _below;

    /// <summary>What a straight line from the root of one block to that of another meets here.</summary>
    /// <param name="from">One block.</param>
    /// <param name="to">The other.</param>
    /// <returns>How many boxes it runs over, and how many lines it crosses.</returns>
    internal (int Hits, int Crossings) Meet(MeshBlock from, MeshBlock to)
    {
        double x1 = from.X - X, y1 = from.Y - Y, x2 = to.X - X, y2 = to.Y - Y;
        if (IsTurned)
            (y1, y2) = (-y1, -y2);
        if (Math.Max(x1, x2) < -Left - Clearance || Math.Min(x1, x2) > Right + Clearance || Math.Max(y1, y2) < -_above - Clearance || Math.Min(y1, y2) > _below + Clearance)
            return default;
        int hits = 0, crossings = 0;
        int own = this == from || this == to ? _root : -1;
        for (int i = 0; i < _boxes.Length; i++)
        {
            (double left, double top, double right, double bottom) = _boxes[i];
            if (i != own && DiagramGeometry.Hits((left - Clearance, top - Clearance), (right + Clearance, bottom + Clearance), (x1, y1), (x2, y2)))
                hits++;
        }

        foreach ((double ax, double ay, double bx, double by) in _lines)
            crossings += DiagramGeometry.Cross((x1, y1), (x2, y2), (ax, ay), (bx, by)) ? 1 : 0;
        return (hits, crossings);
    }

    /// <summary>Moves the boxes and lines themselves to the place that was found.</summary>
    internal void Settle()
    {
        if (IsTurned)
            _block.Settle().Flip();
        _block.Shift(X - _block.Root.CenterX, Y - _block.Root.CenterY);
    }
}
