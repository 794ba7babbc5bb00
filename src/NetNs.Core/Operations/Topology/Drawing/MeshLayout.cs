namespace NetNs.Operations;

/// <summary>
/// Places blocks whose roots are linked in more than one ring, on a grid. It exchanges places and turns blocks upside down, at first also for the worse (simulated
/// annealing), until few lines cross and none runs over a box. Its random numbers are always the same, and so is the picture.
/// </summary>
internal sealed class MeshLayout
{
    private const double Gap = 56;
    private const double CrossingCost = 12;
    private const double HitCost = 40;
    private const int Budget = 15_000_000; // pairs of lines and blocks looked at in one try: about 0.3 seconds
    private const int MinRounds = 50;
    private const int MaxRounds = 20_000;
    private const int Tries = 4;
    private const double Heat = 30;
    private const double Cold = 0.1;
    private const ulong Seed = 88172645463325252;

    private readonly MeshBlock[] _blocks;
    private readonly (MeshBlock A, MeshBlock B)[] _edges;
    private readonly int _columns;
    private readonly double _width;
    private readonly double _height;
    private readonly MeshBlock?[] _cells;
    private readonly int[] _cellOf;
    private ulong _random = Seed;
    private double _faults;

    private MeshLayout(IReadOnlyList<DiagramBlock> blocks, IReadOnlyList<(DiagramBox A, DiagramBox B)> edges)
    {
        _blocks = [.. blocks.Select(b => new MeshBlock(b))];
        Dictionary<DiagramBox, MeshBlock> byRoot = blocks.Zip(_blocks).ToDictionary(p => p.First.Root, p => p.Second);
        _edges = [.. edges.Select(e => (byRoot[e.A], byRoot[e.B]))];
        _columns = (int)Math.Ceiling(Math.Sqrt(blocks.Count)) + 2;
        _width = blocks.Average(b => b.Width) + Gap;
        _height = blocks.Average(b => b.Height) + Gap;
        _cells = new MeshBlock?[_columns * _columns];
        _cellOf = new int[blocks.Count];
    }

    /// <summary>Places them.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="edges">Which roots are linked.</param>
    internal static DiagramBlock Place(IReadOnlyList<DiagramBlock> blocks, IReadOnlyList<(DiagramBox A, DiagramBox B)> edges)
    {
        var layout = new MeshLayout(blocks, edges);
        layout.Search();
        var all = new DiagramBlock { Root = blocks[0].Root };
        foreach (DiagramBlock block in blocks)
        {
            all.Boxes.AddRange(block.Boxes);
            all.Lines.AddRange(block.Lines);
        }

        foreach ((DiagramBox a, DiagramBox b) in edges)
            all.Lines.Add([(a.CenterX, a.CenterY), (b.CenterX, b.CenterY)]);
        return all.Settle();
    }

    private void Search()
    {
        double best = double.MaxValue;
        int[] bestCells = [];
        bool[] bestTurned = [];
        bool isClean = false;
        int rounds = Math.Clamp(Budget / ((_edges.Length * _edges.Length / 2) + (_edges.Length * _blocks.Length) + 1), MinRounds, MaxRounds);
        for (int attempt = 0; attempt < Tries && !isClean; attempt++)
        {
            Fill([.. Enumerable.Range(0, _blocks.Length)]);
            double cost = Cost(double.MaxValue);
            Keep(cost);
            for (int round = 0; round < rounds; round++)
            {
                Action back = Change();
                double heat = Heat * Math.Pow(Cold / Heat, (double)round / rounds);
                double limit = cost - (heat * Math.Log((Next(1_000_000) + 1) / 1_000_000.0));
                double changed = Cost(limit);
                if (changed <= limit)
                    Keep(cost = changed);
                else
                    back();
            }
        }

        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i].IsTurned = bestTurned[i];
        Fill(bestCells);
        Put();
        foreach (MeshBlock block in _blocks)
            block.Settle();

        void Keep(double cost)
        {
            if (cost < best)
                (best, bestCells, bestTurned, isClean) = (cost, [.. _cellOf], [.. _blocks.Select(b => b.IsTurned)], _faults == 0);
        }
    }

    private void Fill(int[] cells)
    {
        Array.Clear(_cells);
        for (int i = 0; i < cells.Length; i++)
            (_cellOf[i], _cells[cells[i]]) = (cells[i], _blocks[i]);
    }

    // One move, and what takes it back.
    private Action Change()
    {
        int one = Next(_blocks.Length);
        MeshBlock block = _blocks[one];
        if (block.CanTurn && Next(5) == 0)
        {
            block.IsTurned = !block.IsTurned;
            return () => block.IsTurned = !block.IsTurned;
        }

        int from = _cellOf[one], to = Next(_cells.Length);
        int other = _cells[to] is { } there ? Array.IndexOf(_blocks, there) : -1;
        Exchange(one, from, other, to);
        return () => Exchange(one, to, other, from);
    }

    private void Exchange(int one, int from, int other, int to)
    {
        (_cells[from], _cells[to]) = (_cells[to], _cells[from]);
        if (other >= 0)
            _cellOf[other] = from;
        _cellOf[one] = to;
    }

    // Each row and column takes the room that its blocks need, and none where it is empty: so no two blocks overlap.
    private void Put()
    {
        Span<double> left = stackalloc double[_columns], right = stackalloc double[_columns], above = stackalloc double[_columns], below = stackalloc double[_columns];
        left.Fill(-1);
        above.Fill(-1);
        for (int i = 0; i < _blocks.Length; i++)
        {
            MeshBlock block = _blocks[i];
            int column = _cellOf[i] % _columns, row = _cellOf[i] / _columns;
            (left[column], right[column]) = (Math.Max(left[column], block.Left), Math.Max(right[column], block.Right));
            (above[row], below[row]) = (Math.Max(above[row], block.Above), Math.Max(below[row], block.Below));
        }

        Positions(left, right);
        Positions(above, below);
        for (int i = 0; i < _blocks.Length; i++)
            (_blocks[i].X, _blocks[i].Y) = (left[_cellOf[i] % _columns], above[_cellOf[i] / _columns]);
    }

    // From what each line of the grid needs before and behind its middle to where its middle is.
    private static void Positions(Span<double> before, ReadOnlySpan<double> behind)
    {
        double end = 0;
        for (int i = 0; i < before.Length; i++)
        {
            if (before[i] < 0)
                continue;
            before[i] += end;
            end = before[i] + behind[i] + Gap;
        }
    }

    // What is above the limit is not reckoned to its end.
    private double Cost(double limit)
    {
        Put();
        double sum = 0;
        _faults = 0;
        for (int i = 0; i < _edges.Length && sum + _faults <= limit; i++)
        {
            (MeshBlock a, MeshBlock b) = _edges[i];
            sum += (Math.Abs(a.X - b.X) / _width) + (Math.Abs(a.Y - b.Y) / _height);
            for (int j = 0; j < i; j++)
            {
                (MeshBlock c, MeshBlock d) = _edges[j];
                if (a != c && a != d && b != c && b != d && DiagramGeometry.Cross((a.X, a.Y), (b.X, b.Y), (c.X, c.Y), (d.X, d.Y)))
                    _faults += CrossingCost;
            }

            foreach (MeshBlock block in _blocks)
            {
                (int hits, int crossings) = block.Meet(a, b);
                _faults += (hits * HitCost) + (crossings * CrossingCost);
            }
        }

        return sum + _faults;
    }

    // Xorshift, Marsaglia 2003.
    private int Next(int limit)
    {
        _random ^= _random << 13;
        _random ^= _random >> 7;
        _random ^= _random << 17;
        return (int)(_random % (ulong)limit);
    }
}
