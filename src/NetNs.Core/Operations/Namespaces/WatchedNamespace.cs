using System.Net;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>One namespace that is watched: what is known of it, and what its announcements mean.</summary>
internal sealed class WatchedNamespace : IDisposable
{
    // After so many announcements others get their turn: a storm in one namespace must not silence the rest.
    private const int Turn = 256;

    private readonly NamespaceContext _context;
    private readonly HashSet<NetEventKind> _kinds;
    private readonly RouteGroup[] _groups;
    private readonly LinkNames _names;
    private readonly RouteFactory _routes;

    // What is there, to tell what comes from what changes.
    private readonly HashSet<int> _links = [];
    private readonly HashSet<(int Link, IPAddress Address, int PrefixLength)> _addresses = [];
    private readonly HashSet<(int Link, IPAddress Address)> _neighbors = [];
    private NetlinkListener _listener;

    /// <summary>Starts to listen. The context then belongs to it.</summary>
    internal WatchedNamespace(NamespaceContext context, HashSet<NetEventKind> kinds)
    {
        _context = context;
        _kinds = kinds;
        // Links always: their names are told with all the rest.
        _groups = [RouteGroup.Link, .. Groups(kinds)];
        _names = new LinkNames(context);
        _routes = new RouteFactory(context, _names);
        _listener = context.Listen(_groups);
    }

    internal NetNamespace Namespace => _context.Namespace;

    /// <summary>To wait on; another one after <see cref="Restart"/>.</summary>
    internal System.Runtime.InteropServices.SafeHandle Handle => _listener.Handle;

    /// <summary>Whether its file still leads to it: a name may be taken away, a process may end.</summary>
    internal bool IsStillThere => NamespaceHandle.IdentityOf(Namespace.Location) == _context.Handle.Identity;

    /// <summary>All that is there now.</summary>
    /// <param name="withRoutes">Whether routes are told, too.</param>
    internal IEnumerable<NetEvent> State(bool withRoutes = true)
    {
        _links.Clear();
        _addresses.Clear();
        _neighbors.Clear();
        foreach (LinkMessage link in _context.Route.DumpLinks())
        {
            _names.Know(link.Index, link.Name!);
            _links.Add(link.Index);
            if (_kinds.Contains(NetEventKind.Link))
                yield return Event(link, NetEventAction.Present);
        }

        foreach (AddressMessage address in _kinds.Contains(NetEventKind.Address) ? _context.Route.DumpAddresses() : [])
        {
            _addresses.Add(KeyOf(address));
            yield return Event(address, NetEventAction.Present);
        }

        foreach (RouteMessage route in withRoutes && _kinds.Contains(NetEventKind.Route) ? _context.Route.StreamRoutes(table: null) : [])
        {
            if (IsWanted(route))
                yield return Event(route, NetEventAction.Present);
        }

        foreach (NeighborMessage neighbor in _kinds.Contains(NetEventKind.Neighbor) ? _context.Route.DumpNeighbors() : [])
        {
            if (!IsWanted(neighbor))
                continue;
            _neighbors.Add((neighbor.Index, neighbor.Destination!));
            yield return Event(neighbor, NetEventAction.Present);
        }
    }

    /// <summary>Learns what is there now, to tell later what comes from what changes. Routes tell by themselves.</summary>
    internal void Learn()
    {
        foreach (NetEvent _ in State(withRoutes: false))
        {
        }
    }

    /// <summary>What was announced since the last time, as far as one turn goes. Null in it: announcements were lost.</summary>
    internal List<NetEvent?> Read()
    {
        var events = new List<NetEvent?>();
        for (int i = 0; i < Turn; i++)
        {
            Announcement got = _listener.Next(out ReadOnlySpan<byte> datagram);
            if (got == Announcement.None)
                break;
            if (got == Announcement.Lost)
            {
                events.Add(null);
                break;
            }

            var reader = new MessageReader(datagram);
            while (reader.MoveNext())
            {
                MessageHeader header = reader.Header;
                if (Translate(in header, reader.Payload) is { } found)
                    events.Add(found);
            }
        }

        return events;
    }

    /// <summary>Listens anew, after a loss: what still waits in the old queue is older than the state that is read next.</summary>
    internal void Restart()
    {
        _listener.Dispose();
        _listener = _context.Listen(_groups);
    }

    /// <summary>An event of the namespace as a whole.</summary>
    internal NetEvent Event(NetEventAction action, string detail)
        => new() { Time = DateTime.Now, Namespace = Namespace, Kind = NetEventKind.Namespace, Action = action, Name = Namespace.ToString(), Detail = detail };

    public void Dispose()
    {
        _listener.Dispose();
        if (!_context.IsCurrent)
            _context.Dispose();
    }

    private static IEnumerable<RouteGroup> Groups(HashSet<NetEventKind> kinds)
    {
        if (kinds.Contains(NetEventKind.Address))
            yield return RouteGroup.IPv4Address;
        if (kinds.Contains(NetEventKind.Address))
            yield return RouteGroup.IPv6Address;
        if (kinds.Contains(NetEventKind.Route))
            yield return RouteGroup.IPv4Route;
        if (kinds.Contains(NetEventKind.Route))
            yield return RouteGroup.IPv6Route;
        if (kinds.Contains(NetEventKind.Neighbor))
            yield return RouteGroup.Neighbor;
    }

    private NetEvent? Translate(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        switch (header.Type)
        {
            // What a bridge says of its ports comes in the family of bridges, beside what the link says of itself.
            case RouteMessageType.NewLink or RouteMessageType.DelLink when payload.Length > 0 && payload[0] != LibC.AF_BRIDGE:
                return Heard(LinkMessage.Parse(payload), isGone: header.Type == RouteMessageType.DelLink);
            case RouteMessageType.NewAddr or RouteMessageType.DelAddr:
                AddressMessage address = AddressMessage.Parse(payload);
                return Event(address, Action(_addresses, KeyOf(address), header.Type == RouteMessageType.DelAddr));
            case RouteMessageType.NewRoute or RouteMessageType.DelRoute:
                RouteMessage route = RouteMessage.Parse(payload);
                bool isReplacement = header.Flags.HasFlag(MessageFlags.Replace);
                return !IsWanted(route) ? null
                    : Event(route, header.Type == RouteMessageType.DelRoute ? NetEventAction.Removed : isReplacement ? NetEventAction.Changed : NetEventAction.Added);
            case RouteMessageType.NewNeigh or RouteMessageType.DelNeigh:
                NeighborMessage neighbor = NeighborMessage.Parse(payload);
                return IsWanted(neighbor) ? Event(neighbor, Action(_neighbors, (neighbor.Index, neighbor.Destination!), header.Type == RouteMessageType.DelNeigh)) : null;
            default:
                return null;
        }
    }

    private NetEvent? Heard(LinkMessage link, bool isGone)
    {
        if (isGone)
            _names.Forget(link.Index);
        else
            _names.Know(link.Index, link.Name!);
        NetEventAction action = Action(_links, link.Index, isGone);
        return _kinds.Contains(NetEventKind.Link) ? Event(link, action) : null;
    }

    private static NetEventAction Action<T>(HashSet<T> known, T key, bool isGone)
    {
        if (!isGone)
            return known.Add(key) ? NetEventAction.Added : NetEventAction.Changed;
        known.Remove(key);
        return NetEventAction.Removed;
    }

    private static (int Link, IPAddress Address, int PrefixLength) KeyOf(AddressMessage address)
        => (address.Index, (address.Local ?? address.Address)!, address.PrefixLength);

    // Neither what the kernel keeps for itself (its own addresses and broadcasts) nor what it made up for one destination.
    private static bool IsWanted(RouteMessage route)
        => route.Family is LibC.AF_INET or LibC.AF_INET6 && route.Table != RouteTable.Local && !route.Flags.HasFlag(RouteFlags.Cloned);

    // Nor the link-layer addresses of multicast groups, which follow from the groups.
    private static bool IsWanted(NeighborMessage neighbor)
        => neighbor.Family is LibC.AF_INET or LibC.AF_INET6 && neighbor.Destination is { } address && !IsMulticast(address);

    private static bool IsMulticast(IPAddress address)
        => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : (address.GetAddressBytes()[0] & 0xf0) == 0xe0;

    private NetEvent Event(LinkMessage message, NetEventAction action)
    {
        string? bridge = message.Master is { } master and not 0 ? _names[master] : null;
        NetLink link = LinkFactory.Create(message, Namespace, bridge);
        string detail = link.State + (bridge is null ? "" : $", in {bridge}");
        return Make(NetEventKind.Link, action, link.Name, detail, link.Name, message.Index, link);
    }

    private NetEvent Event(AddressMessage message, NetEventAction action)
    {
        NetIPAddress address = AddressFactory.Create(message, Namespace, _names[message.Index]);
        return Make(NetEventKind.Address, action, address.Cidr, $"on {address.InterfaceAlias}, {address.AddressState}", address.InterfaceAlias, message.Index, address);
    }

    private NetEvent Event(RouteMessage message, NetEventAction action)
    {
        NetRoute route = _routes.Create(message);
        string way = string.Join(' ', new[] { RouteFactory.IsNone(route.NextHop) ? null : $"via {route.NextHop}", route.InterfaceAlias is { } link ? $"on {link}" : null }.OfType<string>());
        string detail = route.Type == NetRouteType.Unicast ? way : route.Type.ToString();
        return Make(NetEventKind.Route, action, route.DestinationPrefix.PrefixLength == 0 ? "default" : route.DestinationPrefix.ToString(), detail,
            route.InterfaceAlias, route.InterfaceIndex == 0 ? null : route.InterfaceIndex, route);
    }

    private NetEvent Event(NeighborMessage message, NetEventAction action)
    {
        NetNeighbor neighbor = NeighborOperations.Create(message, Namespace, _names[message.Index]);
        string mac = neighbor.LinkLayerAddress is { } address ? $"{address} " : "";
        return Make(NetEventKind.Neighbor, action, neighbor.IPAddress.ToString(), $"{mac}on {neighbor.InterfaceAlias}, {neighbor.State}", neighbor.InterfaceAlias, message.Index, neighbor);
    }

    private NetEvent Make(NetEventKind kind, NetEventAction action, string name, string detail, string? link, int? index, object of)
        => new() { Time = DateTime.Now, Namespace = Namespace, Kind = kind, Action = action, Name = name, Detail = detail, InterfaceAlias = link, InterfaceIndex = index, Object = of };
}
