using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetNs.Netlink;
using NetNs.ProbeSockets;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Why it failed, in words.</content>
internal sealed partial class ConnectionTester
{
    private static string ExplainPing(NamespaceContext context, ConnectionTest test, NetConnectionResult result, NetRoute route, PingStatistics pings)
    {
        if (LocalCause(context, result, route, pings.Error) is { } cause)
            return cause;
        if (pings.IsForbidden)
            return "not permitted: pinging needs CAP_NET_RAW, or a group in net.ipv4.ping_group_range";
        if (pings.Error is { } error)
            return Describe(error, result, route, context);
        if (pings.Refusal is { } refusal)
            return Describe(refusal, context, route);
        if (Silence(context, result, route) is { } silence)
            return silence;
        return OnLink(context, result, route)
            ? $"filtered: {result.RemoteAddress} is there on {route.InterfaceAlias}, but does not answer ping within {Words(test.Timeout)}"
            : $"no answer: packets leave{Way(route)}, but nothing comes back within {Words(test.Timeout)}";
    }

    private static string ExplainTcp(NamespaceContext context, ConnectionTest test, NetConnectionResult result, NetRoute route, ConnectionProbe probe)
    {
        SocketError outcome = probe.Outcome ?? SocketError.TimedOut;
        if (outcome == SocketError.ConnectionRefused)
            return $"refused: nothing listens on TCP port {test.Port} of {result.RemoteAddress}, or a firewall says so";
        if (probe.Pings.Answered == 0 && LocalCause(context, result, route, outcome) is { } cause)
            return cause;
        if (Silence(context, result, route) is { } silence)
            return silence;
        if (probe.Refusal is { } refusal)
            return Describe(refusal, context, route);
        if (outcome != SocketError.TimedOut)
            return Describe(outcome, result, route, context);
        bool isThere = OnLink(context, result, route);
        return probe.Pings.Answered > 0 || isThere
            ? $"filtered: {result.RemoteAddress} {(isThere ? $"is there on {route.InterfaceAlias}" : "answers ping")}, but does not answer on TCP port {test.Port} within {Words(test.Timeout)}: a firewall drops the packets"
            : $"no answer: packets leave{Way(route)}, but nothing comes back within {Words(test.Timeout)}";
    }

    // What is wrong on this side, whatever the other one would say.
    private static string? LocalCause(NamespaceContext context, NetConnectionResult result, NetRoute route, SocketError? error)
    {
        NetNamespace where = context.Namespace;
        if (route.Type == NetRouteType.Local && IsDown(context, 1))
            return $"the namespace's lo is down: a namespace reaches its own addresses by it; switch it on with {where.Cmdlet($"Enable-NetLink lo")}";
        // Without an address of its network a packet leaves with a link-local one, or even with ::1; nobody need answer that.
        bool lacksSource = route.Source is null || (route.Type == NetRouteType.Unicast && IPAddress.IsLoopback(route.Source)) || (route.Source.IsIPv6LinkLocal && !result.RemoteAddress!.IsIPv6LinkLocal);
        if (Tentative(context, result.RemoteAddress!, route.InterfaceIndex, lacksSource || error == SocketError.AddressNotAvailable) is { } tentative)
            return tentative;
        return error == SocketError.AddressNotAvailable ? $"no source address: no address of {route.InterfaceAlias}{where.Suffix} can be used to reach {result.RemoteAddress}" : null;
    }

    // Whoever is next on the way does not say its link-layer address.
    private static string? Silence(NamespaceContext context, NetConnectionResult result, NetRoute route)
    {
        if (route.Type != NetRouteType.Unicast || route.InterfaceIndex == 0)
            return null;
        if (LinkFactory.State(context.Route.GetLink(route.InterfaceIndex)) is var state and not (LinkState.Up or LinkState.Unknown))
            return $"no carrier: {route.InterfaceAlias}{context.Namespace.Suffix} is {(state == LinkState.Down ? "without a running other end" : state.ToString())}; is the other end switched on?";
        bool viaGateway = result.NextHop is not null;
        IPAddress next = result.NextHop ?? Bare(result.RemoteAddress!);
        NetNeighbor? neighbor = NeighborOperations.List(context, Subnet.FamilyOf(next), route.InterfaceIndex).FirstOrDefault(n => n.IPAddress.Equals(next));
        if (neighbor?.State is not (NetNeighborState.Failed or NetNeighborState.Incomplete))
            return null;
        string protocol = Subnet.FamilyOf(next) == IPFamily.IPv4 ? "ARP" : "NDP";
        return viaGateway
            ? $"gateway does not answer: nobody on {route.InterfaceAlias} has {next}, the next hop to {result.RemoteAddress} ({protocol})"
            : $"host does not answer: nobody on {route.InterfaceAlias} has {next} ({protocol})";
    }

    // Whether the address itself, or one that could be a source for it, is still being asked about.
    private static string? Tentative(NamespaceContext context, IPAddress remote, int link = 0, bool lacksSource = true)
    {
        if (remote.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        var names = new LinkNames(context);
        IPAddress bare = Bare(remote);
        AddressMessage? pending = context.Route.DumpAddresses((int)IPFamily.IPv6, link).Find(a => AddressFactory.State(a.Flags) is AddressState.Tentative or AddressState.Duplicate
            && (bare.Equals(a.Local ?? a.Address) || (lacksSource && a.Address!.IsIPv6LinkLocal == bare.IsIPv6LinkLocal)));
        return pending is null ? null
            : AddressFactory.State(pending.Flags) == AddressState.Duplicate ? $"address not usable (duplicate): somebody else on {names[pending.Index]} has {pending.Local ?? pending.Address}"
            : $"address not yet usable (tentative): {names[pending.Index]} still asks whether somebody else has {pending.Local ?? pending.Address}";
    }

    private static string Describe(ProbeAnswer refusal, NamespaceContext context, NetRoute route)
    {
        // The namespace itself says so where nobody answered its question for the link-layer address.
        bool isOwn = context.Route.DumpAddresses((int)Subnet.FamilyOf(refusal.From)).Exists(a => refusal.From.Equals(a.Local ?? a.Address));
        string who = isOwn ? "this namespace itself" : refusal.From.Equals(route.NextHop) ? $"the gateway {refusal.From}" : refusal.From.ToString();
        return refusal.IsForbidden ? $"filtered: {who} says {refusal.Refusal}" : $"no route: {who} says {refusal.Refusal}";
    }

    private static string Describe(SocketError error, NetConnectionResult result, NetRoute route, NamespaceContext context) => error switch
    {
        SocketError.AccessDenied => $"filtered: a firewall or a route{context.Namespace.Suffix} forbids packets to {result.RemoteAddress}",
        SocketError.HostUnreachable => $"no route: {result.RemoteAddress} is unreachable{Way(route)}",
        SocketError.NetworkUnreachable => $"no route: the network of {result.RemoteAddress} is unreachable{Way(route)}",
        SocketError.NetworkDown => $"no carrier: {route.InterfaceAlias} is down",
        SocketError.MessageSize => $"packet too big for the way{Way(route)}",
        _ => $"failed: {new SocketException((int)error).Message.TrimEnd('.')}",
    };

    // Whether the destination is a neighbour whose link-layer address is known: it is there.
    private static bool OnLink(NamespaceContext context, NetConnectionResult result, NetRoute route)
        => result.NextHop is null && NeighborOperations.List(context, route.AddressFamily, route.InterfaceIndex)
            .Any(n => n.IPAddress.Equals(Bare(result.RemoteAddress!)) && n.MacAddress is not null);

    private static string Way(NetRoute route) => $" by {(RouteFactory.IsNone(route.NextHop) ? "" : $"{route.NextHop} on ")}{route.InterfaceAlias}";

    private static string Words(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static bool IsDown(NamespaceContext context, int link)
    {
        try
        {
            return LinkFactory.AdminState(context.Route.GetLink(link)) == LinkAdminState.Down;
        }
        catch (NetlinkException e) when (e.Errno == Interop.Errno.ENODEV)
        {
            return false;
        }
    }
}
