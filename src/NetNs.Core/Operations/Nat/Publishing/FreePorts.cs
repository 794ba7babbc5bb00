using System.Globalization;

namespace NetNs.Operations;

/// <summary>
/// Chooses ports of the host that nobody uses: out of the range that the kernel itself takes ports of outgoing connections from,
/// less those reserved, those published and those that a local socket is bound to.
/// </summary>
internal sealed class FreePorts(NamespaceContext context, PortListeners listeners)
{
    private readonly HashSet<(ushort, TransportProtocol)> _taken = [];
    private uint? _generation;
    private ushort[]? _range;
    private int _next;

    /// <summary>The entries of a plan, those for free ports filled in.</summary>
    /// <param name="plan">What is to be published.</param>
    /// <param name="generation">The generation of the ruleset that it will be published in, or not at all.</param>
    /// <exception cref="NetNsException">NoFreePort.</exception>
    internal IReadOnlyList<PortEntry> Fill(PublishPlan plan, uint generation)
    {
        if (_generation != generation)
            ReadPublished();
        _generation = generation;
        List<PortEntry> entries = [.. plan.Entries];
        foreach (PortEntry entry in entries)
            _taken.Add((entry.HostPort, entry.Protocol));
        foreach (Range range in plan.Free)
        {
            (int first, int count) = range.GetOffsetAndLength(entries.Count);
            ushort port = Next([.. entries.GetRange(first, count).Select(e => e.Protocol).Distinct()]);
            for (int i = first; i < first + count; i++)
            {
                entries[i] = entries[i] with { HostPort = port };
                _taken.Add((port, entries[i].Protocol));
            }
        }

        return entries;
    }

    /// <summary>The entries were published: the ruleset is one generation further, and nothing else in it has changed.</summary>
    internal void Note(IReadOnlyList<PortEntry> entries)
    {
        if (_generation is null)
            return;
        foreach (PortEntry entry in entries)
            _taken.Add((entry.HostPort, entry.Protocol));
        _generation++;
    }

    private ushort Next(TransportProtocol[] protocols)
    {
        _range ??= Range();
        for (int i = 0; i < _range.Length; i++)
        {
            ushort port = _range[_next];
            _next = (_next + 1) % _range.Length;
            if (!protocols.Any(p => _taken.Contains((port, p)) || listeners.IsTaken(port, p)))
                return port;
        }

        throw new NetNsException(NetNsError.NoFreePort, $"No port is free{context.Namespace.Suffix}: all {_range.Length} of net.ipv4.ip_local_port_range are published, reserved or in use.", null,
            "Widen the range: Set-NetSysctl net.ipv4.ip_local_port_range '10000 60999', or say which port.");
    }

    private void ReadPublished()
    {
        _taken.Clear();
        foreach ((PortEntry entry, _) in PublishedPorts.Read(context))
            _taken.Add((entry.HostPort, entry.Protocol));
    }

    // In an order of its own, so that two that choose at once seldom choose the same.
    private ushort[] Range()
    {
        int[] bounds = [.. Words("net.ipv4.ip_local_port_range").Select(w => int.Parse(w, CultureInfo.InvariantCulture))];
        HashSet<int> reserved = [.. Words("net.ipv4.ip_local_reserved_ports").SelectMany(ParseRun)];
        ushort[] ports = [.. Enumerable.Range(bounds[0], bounds[1] - bounds[0] + 1).Where(p => !reserved.Contains(p)).Select(p => (ushort)p)];
        Random.Shared.Shuffle(ports);
        return ports;
    }

    private string[] Words(string sysctl) => (SysctlOperations.Get(context, sysctl).Value ?? "").Split(['\t', ' ', ','], StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<int> ParseRun(string text)
    {
        int[] ends = [.. text.Split('-').Select(t => int.Parse(t, CultureInfo.InvariantCulture))];
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    }
}
