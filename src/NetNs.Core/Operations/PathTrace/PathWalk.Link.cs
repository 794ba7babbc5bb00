using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>From a link to the next one that takes the packet in.</content>
internal sealed partial class PathWalk
{
    private const NeighborStates Valid = NeighborStates.Reachable | NeighborStates.Stale | NeighborStates.Delay | NeighborStates.Probe | NeighborStates.Permanent | NeighborStates.NoArp;

    private PathEnd? Transmit(PathNode node, LinkMessage link, IPAddress nextHop, PathPacket packet, LinkMessage? hairpin)
    {
        if (++_transmissions > MostTransmissions)
        {
            _report.Blocked(node, NetPathStage.Link, link, packet, $"the packet goes in a circle: after {MostTransmissions} routers it is dropped");
            return null;
        }

        if (!MayLeave(node, link, packet) || !_hooks.RunDevice(node, FirewallHook.Egress, packet, link))
            return null;
        if (Next(node, link, nextHop, packet) is not { } way)
            return null;
        if (hairpin is not null && !MayTurn(node, link, hairpin, way, packet))
            return null;
        return Carry(way, packet) ? Receive(way.Node, way.Link, packet, way.ArrivalPort) : null;
    }

    private bool MayLeave(PathNode node, LinkMessage link, PathPacket packet)
    {
        if (!link.Flags.HasFlag(LinkFlags.Up))
            return _report.Blocked(node, NetPathStage.Link, link, packet, $"{link.Name} is down", $"{link.Name} state DOWN", node.Namespace.Cmdlet($"Enable-NetLink {link.Name!}"));
        if (link.Kind is DummyKind)
            return _report.Blocked(node, NetPathStage.Link, link, packet, $"{link.Name} is a dummy: it swallows every packet", "kind dummy");
        if (link.Flags.HasFlag(LinkFlags.LowerUp))
            return true;
        if (_nodes.PeerOf(node, link) is { } peer && link.Kind is VethKind && !peer.Link.Flags.HasFlag(LinkFlags.Up))
            return _report.Blocked(node, NetPathStage.Peer, link, packet, $"the other end of {link.Name}, {peer.Link.Name}{peer.Node.Namespace.Suffix}, is down", $"{peer.Link.Name} state DOWN", peer.Node.Namespace.Cmdlet($"Enable-NetLink {peer.Link.Name!}"));
        LinkMessage? port = link.Kind is BridgeKind ? node.Links.FirstOrDefault(l => l.Master == link.Index) : null;
        string reason = link.Kind is not BridgeKind ? $"{link.Name} has no carrier" : port is null ? $"the bridge {link.Name} has no port" : $"no port of the bridge {link.Name} is connected and switched on";
        string? remedy = port is null ? null : port.Flags.HasFlag(LinkFlags.Up) ? _nodes.PeerOf(node, port) is { } end ? end.Node.Namespace.Cmdlet($"Enable-NetLink {end.Link.Name!}") : null : node.Namespace.Cmdlet($"Enable-NetLink {port.Name!}");
        return _report.Blocked(node, NetPathStage.Link, link, packet, reason, $"{link.Name} NO-CARRIER", remedy);
    }

    // Who gets the packet next: the one that answers for the address, or that a fixed entry names.
    private LinkPath? Next(PathNode node, LinkMessage link, IPAddress nextHop, PathPacket packet)
    {
        NeighborMessage? entry = node.Neighbors.Find(n => n.Index == link.Index && nextHop.Equals(n.Destination) && !n.Flags.HasFlag(NeighborFlags.Proxy));
        bool isFixed = entry is { LinkLayerAddress: not null } && (entry.State & NeighborStates.Permanent) != 0;
        var domain = new LinkDomain(_nodes);
        LinkPath? blocked = null, refusing = null;
        foreach (LinkPath way in domain.Ways(node, link))
        {
            bool? answers = isFixed ? entry!.LinkLayerAddress.AsSpan().SequenceEqual(way.Link.Address) : Answers(node, link, way, nextHop, packet);
            if (answers == false)
                continue;
            if (answers is null)
                refusing ??= way;
            else if (way.Obstacle is { IsCertain: true })
                blocked ??= way;
            else
                return MayAsk(node, link, way, nextHop, packet, entry) ? Found(node, link, way, nextHop, packet, entry, isFixed) : null;
        }

        if (blocked is not null)
        {
            Carry(blocked, packet);
            return null;
        }

        if (domain.Open is { } open)
            _report.Unknown(node, NetPathStage.Neighbor, link, packet, $"{nextHop} cannot be followed: {open}");
        else if (isFixed)
            _report.Blocked(node, NetPathStage.Neighbor, link, packet, $"the fixed entry for {nextHop} names a link-layer address that nobody on {link.Name} has", $"{nextHop} lladdr {LinkLayerAddressText.Of(entry!.LinkLayerAddress!)} PERMANENT", node.Namespace.Cmdlet($"Remove-NetNeighbor {nextHop} -InterfaceAlias {link.Name!}"));
        else
            Unanswered(node, link, nextHop, packet, refusing);
        return null;
    }

    private LinkPath Found(PathNode node, LinkMessage link, LinkPath way, IPAddress nextHop, PathPacket packet, NeighborMessage? entry, bool isFixed)
    {
        string who = $"{way.Link.Name}{way.Node.Namespace.Suffix}";
        if (!isFixed && entry is { LinkLayerAddress: { Length: > 0 } known } && (entry.State & NeighborStates.Reachable) != 0 && !known.AsSpan().SequenceEqual(way.Link.Address))
            _report.Unknown(node, NetPathStage.Neighbor, link, packet, $"{nextHop} is {who}, but the kernel still knows another link-layer address", $"{nextHop} lladdr {LinkLayerAddressText.Of(known)} REACHABLE");
        else
            _report.Passes(node, NetPathStage.Neighbor, link, packet, $"{nextHop} is {who}", way.Link.Address is { } address ? $"{nextHop} lladdr {LinkLayerAddressText.Of(address)}" : null);
        return way;
    }

    // Whether a namespace answers the question for the link-layer address of one of its addresses; null where it has the address and does not.
    private static bool? Answers(PathNode node, LinkMessage link, LinkPath way, IPAddress nextHop, PathPacket packet)
    {
        if (packet.Family == NfFamily.IPv6)
            return way.Node.AddressesOf(way.Link.Index, NfFamily.IPv6).Any(a => nextHop.Equals(a.Local ?? a.Address));
        if (!way.Node.HasAddress(nextHop))
            return false;
        int ignore = Math.Max(way.Node.Sysctl(NfFamily.IPv4, way.Link, "arp_ignore"), way.Node.SysctlOfAll(NfFamily.IPv4, "arp_ignore"));
        bool isOnLink = way.Node.AddressesOf(way.Link.Index, NfFamily.IPv4).Any(a => nextHop.Equals(a.Local ?? a.Address));
        if (ignore > 0 && !isOnLink)
            return null;
        if (way.Obstacle is not null)
            return true; // that is the reason to tell
        IPAddress? asks = node.HasAddress(packet.Source) ? packet.Source : node.AddressesOf(link.Index, NfFamily.IPv4).Select(a => a.Local ?? a.Address).FirstOrDefault();
        if (asks is null)
            return true; // as a question without sender, which is answered
        RouteMessage query = new() { Family = packet.Question.AddressFamilyNumber, Destination = nextHop, DestinationLength = 32, Source = asks, SourceLength = 32, InputLink = way.Link.Index };
        return way.Node.FindRoute(query, out _) is { Kind: RouteKind.Local } ? true : null;
    }

    private void Unanswered(PathNode node, LinkMessage link, IPAddress nextHop, PathPacket packet, LinkPath? refusing)
    {
        if (refusing is not null)
        {
            int filter = Math.Max(refusing.Node.Sysctl(NfFamily.IPv4, refusing.Link, "rp_filter"), refusing.Node.SysctlOfAll(NfFamily.IPv4, "rp_filter"));
            string setting = filter == 0 ? $"net/ipv4/conf/{refusing.Link.Name}/arp_ignore" : $"net/ipv4/conf/{refusing.Link.Name}/rp_filter";
            _report.Blocked(node, filter == 0 ? NetPathStage.Neighbor : NetPathStage.ReversePathFilter, link, packet,
                $"{refusing.Link.Name}{refusing.Node.Namespace.Suffix} has {nextHop}, but does not answer questions of {packet.Source} for its link-layer address", filter == 0 ? null : $"{setting} = {filter}",
                filter == 1 ? refusing.Node.Namespace.Cmdlet($"Set-NetSysctl {setting} 2") : null);
            return;
        }

        foreach (LinkPath way in new LinkDomain(_nodes).Ways(node, link))
        {
            if (way.Node.Addresses.Find(a => nextHop.Equals(a.Local ?? a.Address) && a.Index == way.Link.Index) is { } pending && pending.Flags.HasFlag(AddressFlags.DadFailed))
            {
                _report.Blocked(node, NetPathStage.Neighbor, link, packet, $"{nextHop} on {way.Link.Name}{way.Node.Namespace.Suffix} is not used: somebody else had it first (dadfailed)", $"{nextHop} dadfailed", way.Node.Namespace.Cmdlet($"Remove-NetIPAddress {nextHop} -InterfaceAlias {way.Link.Name!}"));
                return;
            }

            if (way.Node.Addresses.Exists(a => nextHop.Equals(a.Local ?? a.Address) && a.Flags.HasFlag(AddressFlags.Tentative)))
            {
                _report.Unknown(node, NetPathStage.Neighbor, link, packet, $"{nextHop} on {way.Link.Name}{way.Node.Namespace.Suffix} is tentative: whether it can be used shows within seconds", $"{nextHop} tentative");
                return;
            }

            if (packet.Family == NfFamily.IPv6 && way.Node.Sysctl(NfFamily.IPv6, way.Link, "disable_ipv6") == 1)
            {
                string setting = $"net/ipv6/conf/{way.Link.Name}/disable_ipv6";
                _report.Blocked(node, NetPathStage.Neighbor, link, packet, $"nobody on {link.Name} has {nextHop}, and IPv6 is switched off on {way.Link.Name}{way.Node.Namespace.Suffix}", $"{setting} = 1", way.Node.Namespace.Cmdlet($"Set-NetSysctl {setting} 0"));
                return;
            }
        }

        string reason = nextHop.Equals(packet.Destination) ? $"nobody on {link.Name} has {nextHop}" : $"nobody on {link.Name} has the router's address {nextHop}";
        _report.Blocked(node, NetPathStage.Neighbor, link, packet, reason, null, nextHop.Equals(packet.Destination) ? null : node.Namespace.Cmdlet($"Get-NetRoute"));
    }

    // A frame that leaves a bridge by the port that it came in by; its destination was translated on the way in.
    private bool MayTurn(PathNode node, LinkMessage bridge, LinkMessage port, LinkPath way, PathPacket packet)
    {
        if (way.Steps is not [{ Bridge: not null, Out: { } leaves }, ..])
            return true;
        if (leaves.Index == port.Index && port.Port?.Hairpin != true)
            return _report.Blocked(node, NetPathStage.Bridge, bridge, packet, $"the packet must leave {bridge.Name} by the port {port.Name} that it came in by, and hairpin is off there", $"{port.Name} hairpin off", node.Namespace.Cmdlet($"Set-BridgePort {port.Name!} -Hairpin"));
        if (leaves.Port?.Isolated == true && port.Port?.Isolated == true)
            return _report.Blocked(node, NetPathStage.Bridge, bridge, packet, $"the ports {port.Name} and {leaves.Name} are isolated: they may not talk to each other", $"{leaves.Name} isolated on", null);
        return true;
    }
}
