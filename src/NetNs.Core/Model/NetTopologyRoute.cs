namespace NetNs;

/// <summary>A route of the main table in a topology. Those that the kernel makes for addresses are left out.</summary>
public sealed class NetTopologyRoute : NetTopologyItem
{
    /// <summary>Where it leads: "10.9.0.0/24"; 0.0.0.0/0 and ::/0 are default routes.</summary>
    public required string DestinationPrefix { get; init; }

    /// <summary>The next router, or several; null where the destination is on the link.</summary>
    public string? NextHop { get; init; }

    /// <summary>The link that packets leave by; null for a route that leads nowhere, and for several next hops.</summary>
    public string? InterfaceAlias { get; init; }

    /// <summary>Of two routes the one with the lower metric is taken.</summary>
    public uint RouteMetric { get; init; }

    /// <summary>Unicast, Blackhole …</summary>
    public NetRouteType Type { get; init; }

    internal override string Noun => "Route";

    internal override string Key => RouteMetric == 0 ? $"{Node} {DestinationPrefix}" : $"{Node} {DestinationPrefix} metric {RouteMetric}";

    internal override IEnumerable<KeyValuePair<string, string?>> Values =>
    [
        Pair(nameof(Node), Node), Pair(nameof(DestinationPrefix), DestinationPrefix), Pair(nameof(NextHop), NextHop),
        Pair(nameof(InterfaceAlias), InterfaceAlias), Pair(nameof(RouteMetric), RouteMetric), Pair(nameof(Type), Type),
    ];
}
