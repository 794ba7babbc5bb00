using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Why no packet gets to an address: looks at the routes, addresses and links of a namespace after the kernel said no.</summary>
internal sealed class RouteDiagnosis(NamespaceContext context)
{
    private readonly LinkNames _names = new(context);

    /// <summary>The error that says why.</summary>
    internal NetNsException Explain(RouteLookUp query, NetlinkException e)
    {
        List<AddressMessage> addresses = context.Route.DumpAddresses();
        if (query.Source is { } source && !addresses.Exists(a => source.Equals(a.Local ?? a.Address)))
        {
            return new NetNsException(NetNsError.RouteInvalid, $"Packets cannot come from {source}{context.Namespace.Suffix}: no link has this address.", query.Destination,
                "Give one of those that Get-NetIPAddress lists.", e);
        }

        (string reason, string? remedy) = Reason(query, addresses, e.Errno);
        string from = context.Namespace.Name is { } name ? $" from namespace {name}" : "";
        return new NetNsException(NetNsError.DestinationUnreachable, $"{query.Destination} is unreachable{from}: {reason}.", query.Destination, remedy, e);
    }

    private (string Reason, string? Remedy) Reason(RouteLookUp query, List<AddressMessage> addresses, int errno)
    {
        NetNamespace here = context.Namespace;
        IPFamily family = Subnet.FamilyOf(query.Destination);
        if (FindDiscarding(query.Destination, family) is { } route)
            return (Discards(route), $"Look at it with: {here.Cmdlet($"Get-NetRoute {route.DestinationPrefix} -Table {route.Table}")}");
        if (RuleSearch.Discarding(context, query) is { } rule)
            return ($"the policy rule {rule} discards it", $"Look at the rules with: {here.Cmdlet($"Get-NetRule -AddressFamily {family}")}");
        if (errno == Errno.EINVAL)
            return ("the kernel does not take such an address for a destination", null);
        if (LoopbackIsDown() && IsOwn(query.Destination, addresses))
            return ($"the loopback link lo{context.Namespace.Suffix} is down, and a namespace reaches itself by it", $"Switch it on with: {here.Cmdlet($"Enable-NetLink lo")}");
        foreach (AddressMessage address in addresses)
        {
            if (Subnet.Of(address.Address!, address.PrefixLength).Contains(query.Destination) && IsDown(address.Index))
                return ($"{_names[address.Index]}, whose network {Subnet.Of(address.Address!, address.PrefixLength)} holds it, is down", $"Switch it on with: {here.Cmdlet($"Enable-NetLink {_names[address.Index]}")}");
        }

        string? connected = ConnectedNetworks.Read(context).Describe(_names, family);
        if (query.Link != 0)
            return ($"no route to it leaves by {_names[query.Link]}", $"List those there are with: {here.Cmdlet($"Get-NetRoute -InterfaceAlias {_names[query.Link]}")}");
        return connected is null
            ? ($"no link{context.Namespace.Suffix} has an {family} address and is up, and there is no default route", $"Give a link an address with {here.Cmdlet($"New-NetIPAddress")}.")
            : ($"no connected network holds it ({connected}), and there is no default route", $"Make one with: {here.Cmdlet($"New-NetRoute default -NextHop ROUTER")}");
    }

    // The most specific route that holds the address, where it is one that discards.
    private NetRoute? FindDiscarding(IPAddress destination, IPFamily family)
    {
        NetRoute? best = null;
        foreach (NetRoute route in RouteOperations.List(context, new RouteQuery { Family = family, Table = null }))
        {
            if (route.DestinationPrefix.Contains(destination) && (best is null || IsBetter(route, best)))
                best = route;
        }

        return best?.Type is NetRouteType.Blackhole or NetRouteType.Unreachable or NetRouteType.Prohibit or NetRouteType.Throw ? best : null;
    }

    private static bool IsBetter(NetRoute route, NetRoute than)
        => route.DestinationPrefix.PrefixLength > than.DestinationPrefix.PrefixLength
            || (route.DestinationPrefix.PrefixLength == than.DestinationPrefix.PrefixLength && route.RouteMetric < than.RouteMetric);

    private static string Discards(NetRoute route) => route.Type switch
    {
        NetRouteType.Blackhole => $"the route {route.DestinationPrefix} drops packets silently (blackhole)",
        NetRouteType.Prohibit => $"the route {route.DestinationPrefix} forbids it (prohibit)",
        NetRouteType.Throw => $"the route {route.DestinationPrefix} ends the search in its table (throw), and no other has one",
        _ => $"the route {route.DestinationPrefix} says that it is unreachable",
    };

    private bool IsDown(int link)
    {
        try
        {
            return LinkFactory.AdminState(context.Route.GetLink(link)) == LinkAdminState.Down;
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            return false;
        }
    }

    // lo is the first link of every namespace: its index is always 1 (LOOPBACK_IFINDEX, net/flow.h).
    private bool LoopbackIsDown() => IsDown(1);

    private static bool IsOwn(IPAddress address, List<AddressMessage> addresses)
        => IPAddress.IsLoopback(address) || addresses.Exists(a => address.Equals(a.Local ?? a.Address));
}
