using System.Net;

namespace NetNs;

/// <summary>An entry of a routing table. An immutable snapshot.</summary>
public sealed class NetRoute : IEquatable<NetRoute>
{
    /// <summary>Which destinations it is for; 0.0.0.0/0 or ::/0 is the default route.</summary>
    public required IPNetwork DestinationPrefix { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string DestinationPrefixText => DestinationPrefix.ToString();

    /// <summary>The router; 0.0.0.0 or :: where the destination is on the link.</summary>
    public required IPAddress NextHop { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string NextHopText => NextHop.ToString();

    /// <summary>The destination as text, "10.0.0.0/8" or "default".</summary>
    public string Destination => DestinationPrefix.PrefixLength == 0 ? "default" : DestinationPrefix.ToString();

    /// <summary>The router as text; null where the destination is on the link.</summary>
    public string? Gateway => NextHop.Equals(IPAddress.Any) || NextHop.Equals(IPAddress.IPv6Any) ? null : NextHop.ToString();

    /// <summary>Name of the link it leaves by; null for routes that discard.</summary>
    public string? InterfaceAlias { get; init; }

    /// <summary>Number of the link it leaves by; 0 for routes that discard.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>The lower wins. The kernel's default is 0 for IPv4 and 1024 for IPv6.</summary>
    public uint RouteMetric { get; init; }

    /// <summary>IPv4 or IPv6.</summary>
    public IPFamily AddressFamily { get; init; }

    /// <summary>What happens to a packet.</summary>
    public NetRouteType Type { get; init; }

    /// <summary>The table's number: 254 is main, 255 local.</summary>
    public uint Table { get; init; }

    /// <summary>Who made it: Kernel, Static, Boot, Dhcp, RouterAdvertisement or a number.</summary>
    public string Protocol => RouteNames.Protocol(ProtocolNumber);

    /// <summary>How far the destination is: Global, Link, Host.</summary>
    public string Scope => RouteNames.Scope(ScopeNumber);

    /// <summary>The source address that it prefers.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>The path's MTU in bytes, where the route sets one.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether the next hop is taken to be on the link though no address says so.</summary>
    public bool OnLink { get; init; }

    /// <summary>All its next hops, where it has more than one: packets of one flow take one of them.</summary>
    public NetNextHop[] NextHops { get; init; } = [];

    /// <summary>The policy rule that led to the table; only Find-NetRoute tells it, and null where none that can be judged did.</summary>
    public NetRule? Rule { get; init; }

    /// <summary>Where it is.</summary>
    public required NetNamespace Namespace { get; init; }

    // What else tells it from others when it is removed.
    internal byte TypeOfService { get; init; }

    internal byte ProtocolNumber { get; init; }

    internal byte ScopeNumber { get; init; }

    internal uint? NextHopId { get; init; }

    /// <summary>"10.0.0.0/24 via 10.1.0.1 dev eth0".</summary>
    public override string ToString()
    {
        if (NextHops.Length > 1)
            return $"{Destination} {string.Join(" ", NextHops.Select(h => $"nexthop {h}"))}";
        string via = Gateway is null ? "" : $" via {Gateway}";
        return InterfaceAlias is null ? $"{Destination}{via}" : $"{Destination}{via} dev {InterfaceAlias}";
    }

    /// <summary>The same entry of the same table.</summary>
    public bool Equals(NetRoute? other)
        => other is not null && DestinationPrefix.Equals(other.DestinationPrefix) && NextHop.Equals(other.NextHop) && InterfaceIndex == other.InterfaceIndex
            && RouteMetric == other.RouteMetric && Table == other.Table && Type == other.Type && TypeOfService == other.TypeOfService
            && NextHops.AsSpan().SequenceEqual(other.NextHops) && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetRoute);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(DestinationPrefix, NextHop, InterfaceIndex, RouteMetric, Table);
}
