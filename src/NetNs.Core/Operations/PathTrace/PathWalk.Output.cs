using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>A namespace sends a packet of its own.</content>
internal sealed partial class PathWalk
{
    private const int LoopbackIndex = 1; // LOOPBACK_IFINDEX, net/flow.h

    private FlowTuple _sent;

    // Null where it does not arrive.
    private PathEnd? Send(PathNode node, PathPacket packet, LinkMessage? cameBy)
    {
        // An answer to a link-local address leaves by the link that the question came by.
        int bound = packet.Destination.IsIPv6LinkLocal ? cameBy?.Index ?? (int)packet.Destination.ScopeId : 0;
        if (FindWay(node, packet, null, bound) is not { } route)
            return null;
        if (IsNone(packet.Source) && !ChooseSource(node, packet, route))
            return null;
        if (!packet.IsReply)
            _sent = packet.Tuple;
        LinkMessage? output = OutputOf(node, route);
        if (output is null)
            return Lost(node, packet, route);
        _report.Passes(node, NetPathStage.Route, output, packet, route.Kind == RouteKind.Local ? "the destination is an address of this namespace" : Way(route, output), Text(node, packet, null, bound));
        HookResult result = _hooks.Run(node, FirewallHook.Output, packet, null, output);
        if (!result.Passes)
            return null;
        if (result.IsRerouted)
        {
            if (FindWay(node, packet, null, 0) is not { } other || OutputOf(node, other) is not { } otherLink)
                return null;
            (route, output) = (other, otherLink);
            _report.Passes(node, NetPathStage.Route, output, packet, $"the route is chosen again: {(route.Kind == RouteKind.Local ? "to this namespace itself" : Way(route, output))}", Text(node, packet, null, 0));
        }

        IPAddress? gateway = route.Gateway ?? route.Via;
        if (!_hooks.Run(node, FirewallHook.Postrouting, packet, null, output, gateway).Passes)
            return null;
        if (route.Kind != RouteKind.Local)
            return Transmit(node, output, gateway ?? packet.Destination, packet, null);
        if (node.Link(LoopbackIndex) is { } loopback && !loopback.Flags.HasFlag(LinkFlags.Up))
        {
            _report.Blocked(node, NetPathStage.Link, loopback, packet, "lo is down, and a namespace reaches its own addresses by it", "lo state DOWN", node.Namespace.Cmdlet($"Enable-NetLink lo"));
            return null;
        }

        return Receive(node, node.Link(LoopbackIndex) ?? output, packet, null, isLoop: true);
    }

    private bool ChooseSource(PathNode node, PathPacket packet, RouteMessage route)
    {
        if (route.PreferredSource is { } source && !IsNone(source))
        {
            packet.Source = source;
            return true;
        }

        LinkMessage? link = OutputOf(node, route);
        AddressMessage? pending = node.Addresses.Find(a => a.Index == link?.Index && a.Address?.AddressFamily == packet.Destination.AddressFamily);
        string reason = pending is null ? $"no address of {link?.Name} can be the source" : $"{pending.Local ?? pending.Address} on {link?.Name} cannot be used: it is {StateWord(pending)}";
        return _report.Blocked(node, NetPathStage.SourceAddress, link, packet, reason, pending is null ? null : $"{pending.Local ?? pending.Address} {StateWord(pending)}",
            pending is not null && pending.Flags.HasFlag(AddressFlags.DadFailed) ? node.Namespace.Cmdlet($"Remove-NetIPAddress {pending.Local ?? pending.Address} -InterfaceAlias {link!.Name!}") : null);
    }

    private static string StateWord(AddressMessage address) => address.Flags.HasFlag(AddressFlags.DadFailed) ? "a duplicate (dadfailed)" : "still tentative";

    private PathEnd? Lost(PathNode node, PathPacket packet, RouteMessage route)
    {
        _report.Unknown(node, NetPathStage.Route, null, packet, $"the route leads to a link that cannot be found ({route.OutputLink})");
        return null;
    }

    private static LinkMessage? OutputOf(PathNode node, RouteMessage route)
        => route.OutputLink is { } index ? node.Link(index) : route.Kind == RouteKind.Local ? node.Link(LoopbackIndex) : null;

    private static string Way(RouteMessage route, LinkMessage output) => (route.Gateway ?? route.Via) is { } gateway ? $"by {output.Name} to the router {gateway}" : $"by {output.Name}, where the destination is on the link";

    private static bool IsNone(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
