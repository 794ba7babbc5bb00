using System.Collections.Specialized;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Writes the definition of a network that exists, however it was made: Set-NetLab makes the same from it. What a definition has no word for is a
/// warning that names it.
/// </summary>
internal sealed class LabExport
{
    private readonly OperationSession _session;
    private readonly IReadOnlyList<NamespaceReading> _readings;
    private readonly string _name;
    private readonly bool _isLab;
    private readonly NamespaceReading? _host;
    private readonly HashSet<LinkMessage> _told = [];

    private LabExport(OperationSession session, string name, IReadOnlyList<NamespaceReading> readings, bool isLab)
    {
        _session = session;
        _name = name;
        _readings = readings;
        _isLab = isLab;
        _host = isLab ? readings.FirstOrDefault(r => r.Label is { Kind: LabLabel.Host } label && label.Lab == name) ?? readings.FirstOrDefault(IsCurrent)
            : readings.Where(r => r.Links.Exists(l => l.Kind is BridgeKind)).OrderByDescending(r => r.Links.Count(l => l.Kind is BridgeKind)).FirstOrDefault();
    }

    /// <summary>The definition of a lab.</summary>
    /// <exception cref="NetNsException">LabNotFound.</exception>
    internal static OrderedDictionary OfLab(OperationSession session, string lab)
    {
        var topologies = new TopologyOperations(session);
        return new LabExport(session, lab, topologies.ReadAll(topologies.OfLab(lab)), isLab: true).Create();
    }

    /// <summary>The definition of a lab of any namespaces.</summary>
    internal static OrderedDictionary OfNamespaces(OperationSession session, string name, IReadOnlyList<NetNamespace> spaces)
        => new LabExport(session, name, new TopologyOperations(session).ReadAll(spaces), isLab: false).Create();

    private OrderedDictionary Create()
    {
        bool isSealed = _host is null || !IsCurrent(_host);
        NamespaceReading[] nodes = [.. _readings.Where(r => r != _host && !IsCurrent(r) && IsNode(r)).OrderBy(NameOf, NaturalOrder.Comparer)];
        var definition = new OrderedDictionary { ["Name"] = _name };
        if (!isSealed)
            definition["Sealed"] = false;
        if (PrefixOf(nodes) is { } prefix && prefix != $"{_name}-")
            definition["Prefix"] = prefix;
        NamespaceReading? current = _readings.FirstOrDefault(IsCurrent);
        if (isSealed && _isLab && _session.Current.Route.DumpLinks().Exists(l => LabLabel.TryParse(l.Alias, _name, out LabLabel? label) && label.Kind == LabLabel.Uplink))
            definition["Uplink"] = true;
        if (_isLab && nodes.Any(n => LabHostsPlanner.IsWrittenFor(n.Namespace.Name!, _name)))
            definition["Hosts"] = true;
        if (_host is not null)
            definition["Bridges"] = Bridges(_host, isSealed);
        var tables = new OrderedDictionary();
        var writer = new LabNodeExport(_session, _name, _isLab, _host, _told);
        foreach (NamespaceReading node in nodes)
            tables[NameOf(node)] = writer.Create(node, NameOf(node));
        definition["Nodes"] = tables;
        OrderedDictionary[] cables = [.. Cables(nodes)];
        if (cables.Length > 0)
            definition["Links"] = cables;
        foreach (NamespaceReading reading in nodes.Concat(_host is null ? [] : [_host]))
            WarnOfLinks(reading);
        if (current is not null && current != _host && current.Links.Count > 1 && !_isLab)
            Warn("The current namespace is not a part of the definition: it has no bridge");
        Check(definition);
        return definition;
    }

    /// <summary>Tells something that the definition cannot say.</summary>
    private void Warn(string what) => _session.Reporter.Warn($"{what}; a lab definition cannot say that.");

    private bool IsCurrent(NamespaceReading reading) => reading.Namespace.Equals(_session.Current.Namespace);

    private bool IsNode(NamespaceReading reading)
    {
        string name = NameOf(reading);
        if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') && char.IsAsciiLetterOrDigit(name[0]))
            return true;
        Warn($"Namespace {TerminalText.Escape(name)} is left out: a node's name has letters, digits, - and _");
        return false;
    }

    private string NameOf(NamespaceReading reading) => _isLab && reading.Label is { Kind: LabLabel.Node } label ? label.Name : reading.Name;

    // Nodes of a lab may be named by it; others keep their names.
    private string? PrefixOf(NamespaceReading[] nodes)
        => !_isLab ? "" : nodes is [var first, ..] && first.Namespace.Name is { } name && name.EndsWith(NameOf(first), StringComparison.Ordinal) ? name[..^NameOf(first).Length] : null;

    private OrderedDictionary Bridges(NamespaceReading host, bool isSealed)
    {
        var bridges = new OrderedDictionary();
        if (!_isLab && isSealed && host.Name != LabDefinition.HostNameOf(_name))
            Warn($"Namespace {host.Name} with the bridges becomes {LabDefinition.HostNameOf(_name)}");
        foreach (LinkMessage link in host.Links.Where(l => l.Kind is BridgeKind && (!_isLab || isSealed || LabLabel.TryParse(l.Alias, _name, out _))).OrderBy(l => l.Name, NaturalOrder.Comparer))
        {
            _told.Add(link);
            var bridge = new OrderedDictionary();
            var kind = (BridgeKind)link.Kind!;
            InterfaceAddress[] addresses = [.. LabNodeExport.AddressesOf(host, link)];
            if (addresses.Length > 0)
                bridge["IPAddress"] = LabNodeExport.Values(addresses);
            string[] masqueraded = [.. host.Masquerades.Where(m => addresses.Any(a => a.Network.Equals(m.Subnet))).Select(m => m.Subnet.ToString()).Distinct()];
            if (masqueraded.Length > 0)
                bridge["Masquerade"] = true;
            if (masqueraded.Length > 0 && masqueraded.Length < addresses.Select(a => a.Network).Distinct().Count())
                Warn($"Only {string.Join(", ", masqueraded)} of bridge {link.Name} is masqueraded");
            if (link.Mtu != LabNodePlanner.DefaultMtu)
                bridge["Mtu"] = (int)link.Mtu!;
            if (kind.StpState is > 0)
                bridge["Stp"] = true;
            if (kind.VlanFiltering == true)
                bridge["VlanFiltering"] = true;
            bridges[link.Name!] = bridge;
        }

        return bridges;
    }

    private IEnumerable<OrderedDictionary> Cables(NamespaceReading[] nodes)
    {
        HashSet<NamespaceReading> known = [.. nodes];
        foreach (NamespaceReading node in nodes)
        {
            foreach (LinkMessage link in node.Links.Where(l => l.Kind is VethKind && !_told.Contains(l)).OrderBy(l => l.Name, NaturalOrder.Comparer))
            {
                if (!node.Peers.TryGetValue(link.Index, out (NamespaceReading Where, LinkMessage Link) peer) || !known.Contains(peer.Where) || peer.Where == node)
                    continue;
                _told.Add(link);
                _told.Add(peer.Link);
                yield return Cable(node, link, peer.Where, peer.Link);
            }
        }
    }

    private OrderedDictionary Cable(NamespaceReading a, LinkMessage linkA, NamespaceReading b, LinkMessage linkB)
    {
        // A cable of a lab is known by its label, which has the ends in the order of the definition.
        if (_isLab && LabLabel.Parse(linkA.Alias) is { Kind: LabLabel.Cable } label && label.Name == $"{NameOf(b)}:{linkB.Name},{NameOf(a)}:{linkA.Name}")
            (a, linkA, b, linkB) = (b, linkB, a, linkA);
        string name = $"{NameOf(a)}:{linkA.Name} - {NameOf(b)}:{linkB.Name}";
        var cable = new OrderedDictionary { ["Ends"] = new[] { $"{NameOf(a)}:{linkA.Name}", $"{NameOf(b)}:{linkB.Name}" } };
        List<string> addresses = [];
        InterfaceAddress[] ofA = [.. LabNodeExport.AddressesOf(a, linkA)], ofB = [.. LabNodeExport.AddressesOf(b, linkB)];
        foreach (IPFamily family in (IPFamily[])[IPFamily.IPv4, IPFamily.IPv6])
        {
            InterfaceAddress[] one = Array.FindAll(ofA, x => x.Family == family), other = Array.FindAll(ofB, x => x.Family == family);
            if (one is [var first] && other is [var second] && first.Network.Equals(second.Network))
                addresses.AddRange([first.ToString(), second.ToString()]);
            else if (one.Length + other.Length > 0)
                Warn($"Link {name} has the addresses {string.Join(", ", one.Concat(other))}, not one at each end in one subnet: they are left out");
        }

        if (addresses.Count > 0)
            cable["IPAddress"] = addresses.ToArray();
        if (linkA.Mtu != linkB.Mtu)
            Warn($"Link {name} has the MTU {linkA.Mtu} at one end and {linkB.Mtu} at the other");
        if (linkA.Mtu != LabNodePlanner.DefaultMtu)
            cable["Mtu"] = (int)linkA.Mtu!;
        if (!linkA.Flags.HasFlag(LinkFlags.Up) || !linkB.Flags.HasFlag(LinkFlags.Up))
            Warn($"Link {name} is switched off");
        return cable;
    }

    private void WarnOfLinks(NamespaceReading reading)
    {
        foreach (LinkMessage link in reading.Links.Where(l => !_told.Contains(l)))
        {
            string name = $"{reading.Name}:{link.Name}";
            if (LinkFactory.IsLoopback(link))
            {
                foreach (InterfaceAddress address in LabNodeExport.AddressesOf(reading, link).Where(a => !System.Net.IPAddress.IsLoopback(a.Address)))
                    Warn($"{name} has the address {address}");
                continue;
            }

            bool isOfLab = LabLabel.TryParse(link.Alias, _name, out LabLabel? label) && label.Kind == LabLabel.Uplink;
            bool isOpenHost = reading == _host && IsCurrent(reading);
            if (!isOfLab && !(isOpenHost && link.Master is null or 0))
                Warn($"{name} ({LinkFactory.KindName(link)}) is left out{(link.Kind is VethKind ? ": its other end is not a node of the lab" : "")}");
        }
    }

    // What the exported definition still lacks, Set-NetLab would refuse: better told now.
    private void Check(OrderedDictionary definition)
    {
        try
        {
            LabReader.Read(LabData.OfObject(definition, "", LabPlace.None, _ => null)!);
        }
        catch (NetNsException e) when (e.Error == NetNsError.LabInvalid)
        {
            _session.Reporter.Warn($"The definition is not valid yet: {e.Message}");
        }
    }
}
