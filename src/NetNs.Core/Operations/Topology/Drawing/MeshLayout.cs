namespace NetNs.Operations;

/// <summary>
/// Places blocks whose roots are linked in more than one ring, on a grid. It exchanges places and turns blocks upside down, at first also for the worse (simulated
/// annealing), until few lines cross and none runs over a box. Its random numbers are always the same, and so is the picture.
/// </summary>
internal sealed class MeshLayout
{
    private const double Gap = 56;
    private const double CrossingCost = 12;
    private const double HitCost = 20;
    private const int Budget = 2_000_000; // pairs of lines and boxes looked at in one try: about a tenth of a second
    private const int MaxRounds = 2_500;
    private const int Tries = 4;
    private const double Heat = 6;
    private const ulong Seed = 88172645463325252;

    private readonly IReadOnlyList<DiagramBlock> _blocks;
    private readonly IReadOnlyList<(DiagramBox A, DiagramBox B)> _edges;
    private readonly int _columns;
    private readonly double _width;
    private readonly double _height;
    private readonly DiagramBlock?[] _cells;
    private readonly HashSet<DiagramBlock> _turned = [];
    private ulong _random = Seed;
    private double _faults;

    private MeshLayout(IReadOnlyList<DiagramBlock> blocks, IReadOnlyList<(DiagramBox A, DiagramBox B)> edges)
    {
        _blocks = blocks;
        _edges = edges;
        _columns = (int)Math.Ceiling(Math.Sqrt(blocks.Count)) + 2;
        _width = blocks.Max(b => b.Width) + Gap;
        _height = blocks.Max(b => b.Height) + Gap;
        _cells = new DiagramBlock?[_columns * _columns];
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
        DiagramBlock?[] bestCells = [];
        HashSet<DiagramBlock> bestTurned = [];
        int perRound = (_edges.Count * _edges.Count) + (_edges.Count * _blocks.Sum(b => b.Boxes.Count + b.Lines.Count));
        int rounds = Math.Clamp(Budget / Math.Max(1, perRound), 50, MaxRounds);
        bool isClean = false;
        for (int attempt = 0; attempt < Tries && !isClean; attempt++)
        {
            Array.Clear(_cells);
            for (int i = 0; i < _blocks.Count; i++)
                _cells[i] = _blocks[i];
            Put();
            double cost = Cost();
            if (cost < best)
                (best, bestCells, bestTurned, isClean) = (cost, [.. _cells], [.. _turned], _faults == 0);
            for (int round = 0; round < rounds; round++)
            {
                Action back = Change();
                Put();
                double changed = Cost();
                double heat = Math.Max(Heat * (rounds - round) / rounds, 0.01);
                bool isTaken = changed <= cost || Next(1_000_000) < 1_000_000 * Math.Exp((cost - changed) / heat);
                if (isTaken)
                    cost = changed;
                else
                    back();
                if (isTaken && cost < best)
                    (best, bestCells, bestTurned, isClean) = (cost, [.. _cells], [.. _turned], _faults == 0);
            }
        }

        bestCells.CopyTo(_cells, 0);
        foreach (DiagramBlock block in _blocks.Where(b => _turned.Contains(b) != bestTurned.Contains(b)))
            Turn(block);
        Put();
    }

    // One move, and what takes it back.
    private Action Change()
    {
        int one = Next(_cells.Length), other = Next(_cells.Length);
        if (Next(5) == 0 && _cells[one] is { Boxes.Count: > 1 } block)
        {
            Turn(block);
            return () => Turn(block);
        }

        (_cells[one], _cells[other]) = (_cells[other], _cells[one]);
        return () => (_cells[one], _cells[other]) = (_cells[other], _cells[one]);
    }

    private void Turn(DiagramBlock block)
    {
        block.Settle().Flip();
        if (!_turned.Remove(block))
            _turned.Add(block);
    }

    // Empty lines of the grid take no room.
    private void Put()
    {
        int[] columns = Positions(i => i % _columns), rows = Positions(i => i / _columns);
        for (int i = 0; i < _cells.Length; i++)
        {
            if (_cells[i] is { } block)
                block.Shift((columns[i % _columns] * _width) - block.Root.CenterX, (rows[i / _columns] * _height) - block.Root.CenterY);
        }
    }

    private int[] Positions(Func<int, int> of)
    {
        int[] used = new int[_columns];
        for (int i = 0; i < _cells.Length; i++)
            used[of(i)] |= _cells[i] is null ? 0 : 1;
        int[] positions = new int[_columns];
        for (int i = 1; i < _columns; i++)
            positions[i] = positions[i - 1] + used[i - 1];
        return positions;
    }

    private double Cost()
    {
        double sum = 0;
        _faults = 0;
        for (int i = 0; i < _edges.Count; i++)
        {
            (DiagramBox a, DiagramBox b) = _edges[i];
            sum += (Math.Abs(a.CenterX - b.CenterX) / _width) + (Math.Abs(a.CenterY - b.CenterY) / _height);
            for (int j = 0; j < i; j++)
                _faults += DiagramGeometry.Cross(_edges[i], _edges[j]) ? CrossingCost : 0;
            foreach (DiagramBlock block in _blocks)
            {
                foreach (DiagramBox box in block.Boxes)
                    _faults += box != a && box != b && DiagramGeometry.Hits(box, a, b, 4) ? HitCost : 0;
                foreach ((double X, double Y)[] line in block.Lines)
                {
                    for (int k = 1; k < line.Length; k++)
                        _faults += DiagramGeometry.Cross((a.CenterX, a.CenterY), (b.CenterX, b.CenterY), line[k - 1], line[k]) ? CrossingCost : 0;
                }
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
