using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>From what was read to the object that users see. Everything is in the order of names (n2 before n10), so that the same network is always the same object.</summary>
internal sealed class TopologyFactory(IReadOnlyList<NamespaceReading> readings, string? lab)
{


    /// <summary>The topology.</summary>
    internal NetTopology Create()
    {
        NamespaceReading[] ordered = [.. readings.OrderBy(r => r.Name, NaturalOrder.Comparer)];
        string[] labs = [.. ordered.Select(r => r.Label?.Lab).OfType<string>().Distinct()];
        return new NetTopology
        {
            Lab = lab ?? (labs is [var only] && ordered.All(r => r.Label is not null) ? only : null),
            Nodes = new([.. ordered.Select(Node)]),
            Bridges = List(ordered, Bridges),
            Links = List(ordered, Links),
            Addresses = List(ordered, Addresses),
            Routes = List(ordered, Routes),
            Ports = List(ordered, Ports),
        };
    }

    /// <summary>The namespace of a reading as a -Namespace parameter takes it.</summary>
    private static string Place(NamespaceReading reading) => reading.Namespace.Name ?? reading.Namespace.Path;

    private static NetTopologyList<T> List<T>(NamespaceReading[] ordered, Func<NamespaceReading, IEnumerable<T>> items)
        where T : NetTopologyItem
        => new([.. ordered.SelectMany(r => items(r).OrderBy(i => i.Key, NaturalOrder.Comparer).Select(i =>
        {
            i.Namespace = Place(r);
            return i;
        }))]);

    private static NetTopologyNode Node(NamespaceReading reading)
    {
        bool hasBridges = reading.Links.Exists(l => l.Kind is BridgeKind);
        return new NetTopologyNode
        {
            Name = reading.Name,
            Namespace = Place(reading),
            Role = hasBridges ? NetTopologyRole.Host : reading.IPv4Forwarding || reading.IPv6Forwarding ? NetTopologyRole.Router : NetTopologyRole.Endpoint,
            Source = reading.Namespace.Source,
            Lab = reading.Label?.Lab,
            LabNode = reading.Label is { Kind: LabLabel.Node } label ? label.Name : null,
            IPv4Forwarding = reading.IPv4Forwarding,
            IPv6Forwarding = reading.IPv6Forwarding,
            Inode = reading.Namespace.Inode,
        };
    }

    private static IEnumerable<NetTopologyBridge> Bridges(NamespaceReading reading)
        => from link in reading.Links
           let kind = link.Kind as BridgeKind
           where kind is not null
           let subnets = reading.Addresses.Where(a => a.Index == link.Index).Select(a => InterfaceAddress.From(a).Network).ToList()
           select new NetTopologyBridge
           {
               Node = reading.Name,
               Name = link.Name!,
               State = LinkFactory.State(link),
               Mtu = (int)(link.Mtu ?? 0),
               Stp = kind.StpState is > 0,
               VlanFiltering = kind.VlanFiltering ?? false,
               Masquerade = reading.Masquerades.Any(m => m.BridgeIndex == link.Index || subnets.Contains(m.Subnet)),
           };

    // A veth pair is told once, by the end that comes first: that on a bridge, or else by name.
    private static IEnumerable<NetTopologyLink> Links(NamespaceReading reading)
    {
        foreach (LinkMessage link in reading.Links.Where(l => l.Kind is not BridgeKind && !LinkFactory.IsLoopback(l)))
        {
            bool hasPeer = reading.Peers.TryGetValue(link.Index, out (NamespaceReading Where, LinkMessage Link) peer);
            bool isPair = hasPeer && link.Kind is VethKind;
            if (isPair && IsBefore((peer.Where, peer.Link), (reading, link)))
                continue;
            yield return new NetTopologyLink
            {
                Node = reading.Name,
                InterfaceAlias = link.Name!,
                Kind = LinkFactory.KindName(link),
                Detail = Detail(link.Kind),
                State = LinkFactory.State(link),
                Mtu = (int)(link.Mtu ?? 0),
                Bridge = Master(reading, link),
                PeerNode = hasPeer ? peer.Where.Name : null,
                PeerInterfaceAlias = hasPeer ? peer.Link.Name : null,
                PeerBridge = isPair ? Master(peer.Where, peer.Link) : null,
                PeerMtu = isPair ? (int)(peer.Link.Mtu ?? 0) : null,
            };
        }
    }

    private static bool IsBefore((NamespaceReading Where, LinkMessage Link) one, (NamespaceReading Where, LinkMessage Link) other)
    {
        bool isPort = IsPort(one);
        if (isPort != IsPort(other))
            return isPort;
        int byNode = NaturalOrder.Comparer.Compare(one.Where.Name, other.Where.Name);
        return (byNode != 0 ? byNode : NaturalOrder.Comparer.Compare(one.Link.Name, other.Link.Name)) < 0;
    }

    private static bool IsPort((NamespaceReading Where, LinkMessage Link) end) => end.Link.Master is { } master and not 0 && end.Where.Link(master)?.Kind is BridgeKind;

    private static string? Master(NamespaceReading reading, LinkMessage link) => link.Master is { } master and not 0 ? reading.Link(master)?.Name : null;

    private static string? Detail(LinkKind? kind) => kind switch
    {
        VlanKind { Id: { } id } => $"vlan {id}",
        VxlanKind { Id: { } id } => $"vni {id}",
        VrfKind { Table: { } table } => $"table {table}",
        MacvlanKind { Mode: { } mode } => $"mode {mode.ToString().ToLowerInvariant()}",
        IpvlanKind { Mode: { } mode } => $"mode {mode.ToString().ToLowerInvariant()}",
        _ => null,
    };

    private static IEnumerable<NetTopologyAddress> Addresses(NamespaceReading reading)
        => from message in reading.Addresses
           let address = InterfaceAddress.From(message)
           where !IPAddress.IsLoopback(address.Address) && !address.Address.IsIPv6LinkLocal
           select new NetTopologyAddress { Node = reading.Name, InterfaceAlias = NameOf(reading, message.Index), IPAddress = $"{address.Address}/{address.PrefixLength}" };

    private static IEnumerable<NetTopologyRoute> Routes(NamespaceReading reading)
        => from route in reading.Routes
           let single = route.NextHops.Length == 0
           let link = route.NextHops is [var hop] ? hop.Link : route.OutputLink
           select new NetTopologyRoute
           {
               Node = reading.Name,
               DestinationPrefix = $"{route.Destination ?? (route.Family == Interop.LibC.AF_INET ? IPAddress.Any : IPAddress.IPv6Any)}/{route.DestinationLength}",
               NextHop = single ? (route.Gateway ?? route.Via)?.ToString() : string.Join(", ", route.NextHops.Select(h => h.Gateway?.ToString() ?? NameOf(reading, h.Link))),
               InterfaceAlias = link is { } index and not 0 ? NameOf(reading, index) : null,
               RouteMetric = route.Priority ?? 0,
               Type = (NetRouteType)route.Kind,
           };

    private IEnumerable<NetTopologyPort> Ports(NamespaceReading reading)
        => reading.Ports.Select(p => new NetTopologyPort
        {
            Node = reading.Name,
            HostAddress = p.Entry.HostAddress.ToString(),
            HostPort = p.Entry.HostPort,
            Protocol = p.Entry.Protocol,
            SourcePrefix = p.Entry.Source?.ToString(),
            TargetNode = Target(p.Entry, p.Element),
            TargetAddress = p.Entry.Target.ToString(),
            TargetPort = p.Entry.TargetPort,
        });

    // The namespace that it was published for, or else the only one that has the address.
    private string? Target(PortEntry entry, SetElement element)
    {
        if (ContainerTag.InodeOf(element.Comment) is { } inode)
            return readings.FirstOrDefault(r => r.Namespace.Inode == inode)?.Name;
        NamespaceReading[] owners = [.. readings.Where(r => r.Addresses.Exists(a => InterfaceAddress.From(a).Address.Equals(entry.Target)))];
        return owners is [var only] ? only.Name : null;
    }

    private static string NameOf(NamespaceReading reading, int index) => reading.Link(index)?.Name ?? $"if{index}";
}
