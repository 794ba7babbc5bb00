using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Routing tables. Each method acts in the namespace of the context it is given.</summary>
internal static partial class RouteOperations
{
    /// <summary>Routes, one by one as the kernel tells them, IPv4 first. No other request may be made in between.</summary>
    internal static IEnumerable<NetRoute> List(NamespaceContext context, RouteQuery what)
    {
        var factory = new RouteFactory(context);
        foreach (RouteMessage message in Read(context, what))
            yield return factory.Create(message);
    }

    /// <summary>Makes a route.</summary>
    /// <param name="context">Where.</param>
    /// <param name="link">The link it leaves by; null to let the kernel find it by the next hop.</param>
    /// <param name="options">The route.</param>
    /// <param name="reuse">Whether one that is there is as good.</param>
    /// <exception cref="NetNsException">RouteAlreadyExists, ExistingDiffers, GatewayUnreachable, LinkBusy, RouteInvalid …</exception>
    internal static NetRoute Create(NamespaceContext context, LinkMessage? link, RouteOptions options, bool reuse = false)
    {
        RouteMessage request = options.ToMessage(link?.Index ?? 0);
        context.Step($"Make a route to {options.Name}", options.ToCommand("add", link?.Name));
        try
        {
            return new RouteFactory(context).Create(context.Route.CreateRoute(request));
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            return Existing(context, link, options, reuse, e);
        }
        catch (NetlinkException e)
        {
            throw Refused(e, context, link, options);
        }
    }

    /// <summary>Removes a route seen earlier, and only that one.</summary>
    /// <exception cref="NetNsException">RouteNotFound.</exception>
    internal static void Remove(NamespaceContext context, NetRoute route)
    {
        context.Step($"Remove the route {route}", Command("del", route));
        RouteMessage? gone;
        try
        {
            gone = context.Route.DeleteRouteWithEcho(RouteFactory.ToMessage(route));
        }
        catch (NetlinkException e) when (e.Errno is Errno.ESRCH or Errno.ENOENT or Errno.ENODEV)
        {
            throw NotFound(route.ToString(), context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, route);
        }

        // A metric of 0 cannot be asked for: the kernel takes it for "any" and removes the next best where ours has gone meanwhile.
        if (gone is null || (gone.Priority ?? 0) == route.RouteMetric)
            return;
        context.Route.AddRoute(gone with { Flags = gone.Flags & RouteFlags.OnLink });
        throw NotFound(route.ToString(), context.Namespace);
    }

    internal static NetNsException NotFound(string route, NetNamespace where, Exception? inner = null)
        => new(NetNsError.RouteNotFound, $"There is no route {route}{where.Suffix}.", route, $"List those there are with {where.Cmdlet($"Get-NetRoute")}.", inner);

    // One family at a time: asked for all, the kernel adds multicast routing tables, and gives up where one family lacks the table.
    private static IEnumerable<RouteMessage> Read(NamespaceContext context, RouteQuery what)
    {
        IEnumerable<int> families = what.Family is { } one ? [(int)one] : [LibC.AF_INET, LibC.AF_INET6];
        foreach (int family in families)
        {
            using IEnumerator<RouteMessage> routes = context.Route.StreamRoutes(family, what.Table, what.Link, (RouteKind)(what.Type ?? 0)).GetEnumerator();
            while (MoveNext(routes))
            {
                RouteMessage message = routes.Current;
                // Cloned entries are what the kernel remembers of single destinations. A kernel without IPv6 answers with IPv4's tables.
                if (message.Family == family && (message.Flags & RouteFlags.Cloned) == 0 && what.Matches(message))
                    yield return message;
            }
        }
    }

    // A table that nobody put anything in is no table to the kernel; to us it is an empty one.
    private static bool MoveNext(IEnumerator<RouteMessage> routes)
    {
        try
        {
            return routes.MoveNext();
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENOENT or Errno.EAFNOSUPPORT or Errno.EOPNOTSUPP)
        {
            return false;
        }
    }

    private static string Hops(NetRoute route) => route.NextHops.Length > 1
        ? string.Concat(route.NextHops.Select(h => $" nexthop{Hop(h.NextHop, h.InterfaceAlias, route.AddressFamily)} weight {h.Weight}"))
        : Hop(route.NextHop, route.InterfaceAlias, route.AddressFamily);

    private static string Hop(IPAddress nextHop, string? link, IPFamily family)
        => $"{(RouteFactory.IsNone(nextHop) ? "" : $" {RouteOptions.Via(nextHop, family)}")}{(link is null ? "" : $" dev {ShellText.Quote(link)}")}";

    /// <summary>The command line, behind "ip", that adds, replaces or removes a route.</summary>
    internal static string Command(string verb, NetRoute route)
    {
        string kind = route.Type == NetRouteType.Unicast ? "" : $"{route.Type.ToString().ToLowerInvariant()} ";
        return $"{(route.AddressFamily == IPFamily.IPv6 ? "-6 " : "")}route {verb} {kind}{route.Destination}{Hops(route)}{(route.RouteMetric == 0 ? "" : $" metric {route.RouteMetric}")}{(route.Table == RouteTable.Main ? "" : $" table {route.Table}")}";
    }
}
