using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Which routes a listing is about. All but the last is filtered in the kernel.</summary>
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

    /// <summary>Null for all.</summary>
    internal Func<RouteMessage, bool>? Wanted { get; init; }
}
