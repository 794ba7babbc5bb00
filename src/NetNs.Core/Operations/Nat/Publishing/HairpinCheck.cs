using System.Net;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Whether a container that connects to a published port which leads to itself gets there. Routed it does. Where bridged packets pass the
/// firewall (br_netfilter) it takes hairpin mode: the packet is changed while it is bridged, and would have to leave by the port it came in by.
/// Each target is looked at once.
/// </summary>
internal sealed class HairpinCheck(NamespaceContext context)
{
    private readonly BridgedPackets _bridged = new(context);
    private readonly Dictionary<IPAddress, bool> _known = [];
    private readonly Dictionary<int, List<LinkMessage>> _ports = [];
    private LinkMessage? _lastEnd;
    private IPAddress? _lastTarget;
    private bool _last;

    /// <param name="target">The container's address.</param>
    /// <param name="container">The container; null where it is not known.</param>
    /// <param name="hostEnd">The number of the container's port of the bridge, where that is known already.</param>
    internal bool LeadsTo(IPAddress target, NetNamespace? container, int? hostEnd)
    {
        // Of thousands of ports all lead to the same.
        if (ReferenceEquals(target, _lastTarget))
            return _last;
        if (!_known.TryGetValue(target, out bool leads))
            _known.Add(target, leads = Find(target, container, hostEnd));
        (_lastTarget, _last) = (target, leads);
        return leads;
    }

    private bool Find(IPAddress target, NetNamespace? container, int? hostEnd)
    {
        NfFamily family = NatSets.Of(target).Family;
        if (!_bridged.CanBeShown(family))
            return true;
        // Where all bridges show theirs, the port says enough: one request for both families.
        if (hostEnd is { } end && _bridged.AreShown(family) && PortAt(end) is { } port)
            return LetsBack(port);
        if (BridgeOf(target) is not { Kind: BridgeKind kind } bridge || !(_bridged.AreShown(family) || (family == NfFamily.IPv4 ? kind.CallIPTables : kind.CallIP6Tables) == true))
            return true;
        if (hostEnd is { } own && PortAt(own) is { } known)
            return LetsBack(known);
        if (!_ports.TryGetValue(bridge.Index, out List<LinkMessage>? ports))
            _ports.Add(bridge.Index, ports = context.Route.DumpLinks(master: bridge.Index).FindAll(l => l.Port is not null));
        return ports.TrueForAll(p => LetsBack(p.Port!)) || (PortOf(container, ports) is { } found && LetsBack(found.Port!));
    }

    // An isolated port lets nothing to itself that came in by an isolated one.
    private static bool LetsBack(BridgePortKind port) => port is { Hairpin: true, Isolated: not true };

    private LinkMessage? BridgeOf(IPAddress target)
    {
        try
        {
            RouteMessage route = context.Route.LookUpRoute(new RouteLookUp(target).ToMessage());
            return route is { Kind: RouteKind.Unicast, OutputLink: { } link } ? LinkAt(link) : null;
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EACCES or Errno.EINVAL)
        {
            return null;
        }
    }

    private BridgePortKind? PortAt(int index)
    {
        if (_lastEnd?.Index != index)
            _lastEnd = LinkAt(index);
        return _lastEnd?.Port;
    }

    private LinkMessage? LinkAt(int index)
    {
        try
        {
            return context.Route.GetLink(index);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            return null;
        }
    }

    // The port whose other end is in the container.
    private LinkMessage? PortOf(NetNamespace? container, List<LinkMessage> ports)
    {
        if (container is null)
            return null;
        try
        {
            using NamespaceHandle handle = OperationSession.OpenHandle(container);
            return context.Route.FindNamespaceId(handle.File) is { } id ? ports.Find(p => p.LinkNamespaceId == id) : null;
        }
        catch (NetNsException e) when (e.Error is NetNsError.NamespaceNotFound or NetNsError.NamespaceStale or NetNsError.NotPermitted)
        {
            return null;
        }
    }
}
