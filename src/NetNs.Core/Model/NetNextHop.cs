using System.Net;

namespace NetNs;

/// <summary>One of several ways of a route.</summary>
public sealed record NetNextHop
{
    /// <summary>The router; 0.0.0.0 or :: where the destination is on the link.</summary>
    public required IPAddress NextHop { get; init; }

    /// <summary>Name of the link it leaves by.</summary>
    public required string InterfaceAlias { get; init; }

    /// <summary>Number of the link it leaves by.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>Its share of the flows, from 1 to 256.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>"via 10.0.0.1 dev eth0 weight 1".</summary>
    public override string ToString()
        => $"{(NextHop.Equals(IPAddress.Any) || NextHop.Equals(IPAddress.IPv6Any) ? "" : $"via {NextHop} ")}dev {InterfaceAlias} weight {Weight}";
}
