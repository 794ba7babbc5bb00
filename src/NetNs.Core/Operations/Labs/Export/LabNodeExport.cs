using System.Collections.Specialized;
using System.Net;
using NetNs.NfTables;
using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Writes the part of a definition that is about one node.</summary>
internal sealed class LabNodeExport(OperationSession session, string lab, bool isLab, NamespaceReading? host, HashSet<LinkMessage> told)
{
    private const uint DefaultIPv6Metric = 1024; // IP6_RT_PRIO_USER, include/uapi/linux/ipv6_route.h

    private readonly LabProcessMark[] _processes = isLab ? [.. LabProcessMark.FindAll(lab)] : [];

    /// <summary>The addresses that somebody gave a link: without link-local ones, and without those that expire.</summary>
    internal static IEnumerable<InterfaceAddress> AddressesOf(NamespaceReading reading, LinkMessage link)
        => reading.Addresses.Where(a => a.Index == link.Index && (a.Flags & AddressFlags.Permanent) != 0).Select(InterfaceAddress.From).Where(a => !a.Address.IsIPv6LinkLocal);

    /// <summary>One value alone, several as a list.</summary>
    internal static object Values<T>(IReadOnlyList<T> values) => values.Count == 1 ? values[0]!.ToString()! : values.Select(v => v!.ToString()!).ToArray();

    /// <summary>The words of a node.</summary>
    internal OrderedDictionary Create(NamespaceReading node, string name)
    {
        var words = new OrderedDictionary();
        List<(LinkMessage Link, LinkMessage Bridge, InterfaceAddress[] Addresses)> connections = [.. Connections(node, name)];
        if (connections.Count > 0)
            words["Bridge"] = Bridges(connections);
        IReadOnlyList<RouteMessage> present = [.. node.Routes.Where(r => r.Protocol is RouteProtocol.Boot or RouteProtocol.Static && r.Kind is not (RouteKind.Local or RouteKind.Broadcast))];
        IPAddress[] gateways = [.. Gateways(connections)];
        bool hasGateways = gateways.All(g => present.Any(r => IsDefaultBy(r, g)));
        if (!hasGateways)
            words["DefaultRoute"] = false;
        string[] routes = [.. present.Where(r => !hasGateways || !gateways.Any(g => IsDefaultBy(r, g))).Select(r => Route(node, name, r)).OfType<string>()];
        if (routes.Length > 0)
            words["Routes"] = Values(routes);
        if (node.IPv4Forwarding && node.IPv6Forwarding)
            words["Forwarding"] = true;
        OrderedDictionary sysctls = Sysctls(node);
        if (sysctls.Count > 0)
            words["Sysctl"] = sysctls;
        string[] ports = [.. Ports(node, name, connections)];
        if (ports.Length > 0)
            words["Publish"] = Values(ports);
        object[] processes = Processes(node, name);
        if (processes.Length > 0)
            words["Process"] = processes.Length == 1 ? processes[0] : processes;
        return words;
    }

    private void Warn(string what) => session.Reporter.Warn($"{what}; a lab definition cannot say that.");

    private IEnumerable<(LinkMessage Link, LinkMessage Bridge, InterfaceAddress[] Addresses)> Connections(NamespaceReading node, string name)
    {
        HashSet<int> used = [];
        foreach (LinkMessage link in node.Links.Where(l => l.Kind is VethKind).OrderBy(l => l.Name, NaturalOrder.Comparer))
        {
            if (host is null || !node.Peers.TryGetValue(link.Index, out (NamespaceReading Where, LinkMessage Link) peer) || peer.Where != host
                || peer.Link.Master is not { } master || host.Link(master) is not { Kind: BridgeKind } bridge || !told.Contains(bridge))
            {
                continue;
            }

            told.Add(link);
            told.Add(peer.Link);
            if (!used.Add(master))
            {
                Warn($"{name}:{link.Name} is a second connection to bridge {bridge.Name} and is left out");
                continue;
            }

            if (!link.Flags.HasFlag(LinkFlags.Up) || !peer.Link.Flags.HasFlag(LinkFlags.Up))
                Warn($"The connection {name}:{link.Name} is switched off");
            if (link.Mtu != peer.Link.Mtu)
                Warn($"The connection {name}:{link.Name} has the MTU {link.Mtu} inside and {peer.Link.Mtu} at the bridge");
            yield return (link, bridge, [.. Addresses(node, name, link, bridge)]);
        }
    }

    // An address belongs to a subnet of the bridge, where the bridge has one of its family.
    private IEnumerable<InterfaceAddress> Addresses(NamespaceReading node, string name, LinkMessage link, LinkMessage bridge)
    {
        InterfaceAddress[] gateways = [.. AddressesOf(host!, bridge)];
        InterfaceAddress[] own = [.. AddressesOf(node, link)];
        foreach (InterfaceAddress gateway in gateways.DistinctBy(g => g.Network).Where(g => !own.Any(a => g.Contains(a.Address))))
            Warn($"{name}:{link.Name} has no address of {gateway.Network}; Set-NetLab gives it one, and to have none");
        foreach (InterfaceAddress address in own)
        {
            InterfaceAddress? around = Array.Find(gateways, g => g.Contains(address.Address));
            if (around is null ? Array.Exists(gateways, g => g.Family == address.Family) : around.PrefixLength != address.PrefixLength)
                Warn($"{name}:{link.Name} has the address {address}, which is outside the subnets of bridge {bridge.Name}, and is left out");
            else
                yield return address;
        }
    }

    private static OrderedDictionary Bridges(List<(LinkMessage Link, LinkMessage Bridge, InterfaceAddress[] Addresses)> connections)
    {
        var bridges = new OrderedDictionary();
        foreach ((LinkMessage link, LinkMessage bridge, InterfaceAddress[] addresses) in connections)
        {
            var connection = new OrderedDictionary();
            if (addresses.Length > 0)
                connection["IPAddress"] = Values(addresses);
            connection["InterfaceAlias"] = link.Name!;
            if (link.Mtu != bridge.Mtu)
                connection["Mtu"] = (int)link.Mtu!;
            bridges[bridge.Name!] = connection;
        }

        return bridges;
    }

    // Those that Set-NetLab gives a node by itself: the first bridge with an address of the family, in the order of their names.
    private IEnumerable<IPAddress> Gateways(List<(LinkMessage Link, LinkMessage Bridge, InterfaceAddress[] Addresses)> connections)
    {
        foreach (IPFamily family in (IPFamily[])[IPFamily.IPv4, IPFamily.IPv6])
        {
            IPAddress? gateway = connections.OrderBy(c => c.Bridge.Name, NaturalOrder.Comparer)
                .Select(c => AddressesOf(host!, c.Bridge).FirstOrDefault(b => b.Family == family && c.Addresses.Any(a => a.Contains(b.Address)))?.Address).FirstOrDefault(a => a is not null);
            if (gateway is not null)
                yield return gateway;
        }
    }

    private static bool IsDefaultBy(RouteMessage route, IPAddress gateway)
        => route.DestinationLength == 0 && route.Kind == RouteKind.Unicast && gateway.Equals(route.Gateway) && (route.Priority ?? 0) == (Subnet.FamilyOf(gateway) == IPFamily.IPv6 ? DefaultIPv6Metric : 0);

    private string? Route(NamespaceReading node, string name, RouteMessage route)
    {
        bool isIPv4 = route.Family == Interop.LibC.AF_INET;
        string destination = route.DestinationLength == 0 && route.Destination is null ? "default" : $"{route.Destination}/{route.DestinationLength}";
        string described = $"Node {name} has the route {destination}";
        IPAddress?[] hops = route.NextHops.Length > 0 ? [.. route.NextHops.Select(h => h.Gateway)] : [route.Gateway ?? route.Via];
        if (route.NextHopId is not null || hops.Any(h => h is not null && (Subnet.FamilyOf(h) == IPFamily.IPv4) != isIPv4))
        {
            Warn($"{described} by a next hop object or of another family, which is left out");
            return null;
        }

        if (route.Mtu is not null || route.NextHops.Any(h => h.Weight != route.NextHops[0].Weight))
            Warn($"{described} with an MTU or weights of its own");
        string type = (NetRouteType)route.Kind switch { NetRouteType.Blackhole => "blackhole ", NetRouteType.Unreachable => "unreachable ", NetRouteType.Prohibit => "prohibit ", _ => "" };
        // "default" alone is IPv4 where nothing else tells the family.
        if (destination == "default" && !hops.Any(h => h is not null))
            destination = isIPv4 ? "0.0.0.0/0" : "::/0";
        bool onLink = (route.Flags & RouteFlags.OnLink) != 0;
        List<string> words = [type + destination, .. hops.OfType<IPAddress>().Select(h => $"via {h}")];
        bool needsLink = type.Length == 0 && route.NextHops.Length == 0 && (hops[0] is not { } hop || hop.IsIPv6LinkLocal || onLink);
        if (needsLink && route.OutputLink is { } index && node.Link(index)?.Name is { } link)
            words.Add($"dev {link}");
        if (route.Priority is { } metric && metric != (isIPv4 ? 0 : DefaultIPv6Metric))
            words.Add($"metric {metric}");
        if (route.PreferredSource is { } source)
            words.Add($"src {source}");
        if (onLink)
            words.Add("onlink");
        return string.Join(' ', words);
    }

    // Of a lab, those that it set; else the switches of forwarding.
    private OrderedDictionary Sysctls(NamespaceReading node)
    {
        var sysctls = new OrderedDictionary();
        bool isRouter = node.IPv4Forwarding && node.IPv6Forwarding;
        HashSet<string> names = isLab && node.Links.Find(LinkFactory.IsLoopback) is { } loopback ? [.. LabSavedSysctl.Read(loopback).Keys] : [];
        if (!isRouter && node.IPv4Forwarding)
            names.Add("net.ipv4.ip_forward");
        if (!isRouter && node.IPv6Forwarding)
            names.Add("net.ipv6.conf.all.forwarding");
        if (isRouter)
            names.ExceptWith(["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"]);
        if (names.Count == 0)
            return sysctls;
        using NamespaceContext context = session.Open(node.Namespace);
        foreach (string name in names.Order(StringComparer.Ordinal))
            sysctls[name] = (SysctlOperations.Get(context, name).Value ?? "").Replace('\t', ' ');
        return sysctls;
    }

    private IEnumerable<string> Ports(NamespaceReading node, string name, List<(LinkMessage Link, LinkMessage Bridge, InterfaceAddress[] Addresses)> connections)
    {
        if (host is null)
            yield break;
        // A node publishes by the first connection that has an address.
        InterfaceAddress[] addresses = connections.OrderBy(c => c.Bridge.Name, NaturalOrder.Comparer).Select(c => c.Addresses).FirstOrDefault(a => a.Length > 0) ?? [];
        IPAddress?[] targets = [.. ((IPFamily[])[IPFamily.IPv4, IPFamily.IPv6]).Select(f => Array.Find(addresses, a => a.Family == f)?.Address)];
        var ours = host.Ports.Where(p => IsOf(p, node)).Select(p => p.Entry).ToList();
        foreach (PortEntry entry in ours.Where(e => e.Source is not null || !targets.Contains(e.Target)))
            Warn($"Port {entry.Name} leads to {entry.Target} of {name}{(entry.Source is null ? "" : $" for {entry.Source} alone")}, and is left out");
        foreach (var same in ours.Where(e => e.Source is null && targets.Contains(e.Target)).GroupBy(e => (e.HostPort, e.Protocol, e.TargetPort)))
        {
            string plain = $"{same.Key.HostPort}:{same.Key.TargetPort}{(same.Key.Protocol == TransportProtocol.Tcp ? "" : $"/{ContainerPort.NameOf(same.Key.Protocol)}")}";
            PortEntry[] forAll = [.. same.Where(e => e.IsForAnyAddress)];
            bool isPlain = forAll.Length == targets.Count(t => t is not null);
            if (isPlain)
                yield return plain;
            foreach (PortEntry entry in same.Where(e => !isPlain || !e.IsForAnyAddress))
                yield return $"{ContainerPort.TextOf(entry.HostAddress)}:{plain}";
        }
    }

    private static bool IsOf((PortEntry Entry, SetElement Element) port, NamespaceReading node)
        => ContainerTag.InodeOf(port.Element.Comment) is { } inode ? inode == node.Namespace.Inode : node.Addresses.Exists(a => InterfaceAddress.From(a).Address.Equals(port.Entry.Target));

    private object[] Processes(NamespaceReading node, string name)
    {
        LabProcessMark[] marked = [.. _processes.Where(p => p.Node == name)];
        foreach (int id in ProcessScan.Read().In(new NamespaceIdentity(node.Namespace.Device, node.Namespace.Inode)))
        {
            if (!Array.Exists(marked, m => m.ProcessId == id))
                Warn($"Process {id} runs in {node.Name}; it is not a program of the lab");
        }

        return [.. marked.Select(m => m.Command).Distinct().Order(StringComparer.Ordinal)];
    }
}
