using System.Globalization;

namespace NetNs.Operations;

/// <summary>Ports in ascending order, neighbours as ranges.</summary>
internal sealed class PortRanges
{
    private readonly IReadOnlyList<(int First, int Last)> _ranges;

    private PortRanges(IReadOnlyList<(int, int)> ranges) => _ranges = ranges;

    /// <summary>How many ranges there are.</summary>
    internal int Count => _ranges.Count;

    internal static PortRanges Of(IEnumerable<ushort?> ports)
    {
        List<(int First, int Last)> ranges = [];
        foreach (int port in ports.OfType<ushort>().Select(p => (int)p).Distinct().Order())
        {
            if (ranges.Count > 0 && ranges[^1].Last == port - 1)
                ranges[^1] = (ranges[^1].First, port);
            else
                ranges.Add((port, port));
        }

        return new PortRanges(ranges);
    }

    /// <summary>At most so many ranges at a time.</summary>
    internal IEnumerable<PortRanges> InParts(int count) => _ranges.Chunk(count).Select(r => new PortRanges(r));

    /// <summary>"80,8000:8009"</summary>
    /// <param name="between">What stands between the first and the last port of a range.</param>
    internal string Text(char between) => string.Join(',', _ranges.Select(r => r.First == r.Last
        ? r.First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{r.First}{between}{r.Last}")));
}
