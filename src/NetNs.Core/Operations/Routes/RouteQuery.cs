using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Which routes a listing is about. The kernel filters by family, table, link and type; <see cref="Matches"/> does the rest.</summary>
internal sealed record RouteQuery
{
    /// <summary>Null for both.</summary>
    internal IPFamily? Family { get; init; }

    /// <summary>Null for every table.</summary>
    internal uint? Table { get; init; } = RouteTable.Main;

    /// <summary>Number of the link they leave by, or 0 for all.</summary>
    internal int Link { get; init; }

    /// <summary>Null for all.</summary>
    internal NetRouteType? Type { get; init; }

    /// <summary>Their destinations; null for all.</summary>
    internal IReadOnlyCollection<IPNetwork>? Destinations { get; init; }

    /// <summary>Whether the text of a destination is wanted; null for all. A default route is offered as "default", too.</summary>
    internal Func<string, bool>? DestinationText { get; init; }

    /// <summary>Their next hops, of which one is enough; 0.0.0.0 and :: stand for a route straight to the link. Null for all.</summary>
    internal IReadOnlyCollection<IPAddress>? NextHops { get; init; }

    /// <summary>Null for all.</summary>
    internal IReadOnlyCollection<uint>? Metrics { get; init; }

    /// <summary>The type of service (DSCP and ECN bits) that packets must have; null for all.</summary>
    internal byte? TypeOfService { get; init; }

    /// <summary>The links they leave by, of which one is enough; null for all.</summary>
    internal Func<int, bool>? LeavesBy { get; init; }

    /// <summary>Whether only default routes are meant.</summary>
    internal bool OnlyDefault { get; init; }

    /// <summary>Whether a route of the wanted family, table and type passes the other conditions.</summary>
    internal bool Matches(RouteMessage route)
        => (!OnlyDefault || route.DestinationLength == 0)
            && (Metrics is null || Metrics.Contains(route.Priority ?? 0))
            && (TypeOfService is null || TypeOfService == route.TypeOfService)
            && (LeavesBy is null || LeavesBy(route.OutputLink ?? 0) || route.NextHops.Any(h => LeavesBy(h.Link)))
            && (NextHops is null || GoesBy(NextHops, route))
            && (Destinations is null || Destinations.Any(d => d.PrefixLength == route.DestinationLength && d.BaseAddress.Equals(DestinationOf(route))))
            && (DestinationText is null || IsNamed(DestinationText, route));

    private static IPAddress Unspecified(RouteMessage route) => (IPFamily)route.Family == IPFamily.IPv4 ? IPAddress.Any : IPAddress.IPv6Any;

    private static IPAddress DestinationOf(RouteMessage route) => route.Destination ?? Unspecified(route);

    private static bool GoesBy(IReadOnlyCollection<IPAddress> hops, RouteMessage route)
        => route.NextHops.Length > 0
            ? route.NextHops.Any(h => hops.Contains(h.Gateway ?? Unspecified(route)))
            : hops.Contains(route.Gateway ?? route.Via ?? Unspecified(route));

    private static bool IsNamed(Func<string, bool> isWanted, RouteMessage route)
    {
        bool isWord = route.DestinationLength == 0 && isWanted("default");
        // Asked in any case: whoever asks notes which of several texts were found.
        return isWanted($"{DestinationOf(route)}/{route.DestinationLength}") || isWord;
    }
}
