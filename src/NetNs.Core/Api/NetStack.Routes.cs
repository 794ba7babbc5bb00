using System.Net;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Api;

/// <content>Routes.</content>
public sealed partial class NetStack
{
    /// <summary>The routes of its main table, IPv4 first.</summary>
    public IReadOnlyList<NetRoute> Routes() => [.. RouteOperations.List(_context, new RouteQuery())];

    /// <summary>Makes a route in the main table.</summary>
    /// <param name="destination">The network in CIDR form, or "default".</param>
    /// <param name="nextHop">The router; null where the destination is on the link.</param>
    /// <param name="link">Name of the link; null: the one that the next hop is on.</param>
    /// <exception cref="NetNsException">SubnetInvalid, RouteInvalid, GatewayUnreachable, RouteAlreadyExists, LinkNotFound, NotPermitted.</exception>
    public NetRoute AddRoute(string destination, IPAddress? nextHop = null, string? link = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        RouteOptions options = RouteOptions.Parse(destination, nextHop is null ? [] : [nextHop.ToString()]).Check(hasLink: link is not null);
        LinkMessage? found = link is null ? null : LinkOperations.Find(_context, LinkOf(link));
        return RouteOperations.Create(_context, found, options);
    }

    /// <summary>Removes a route that was listed or made.</summary>
    /// <param name="route">The route.</param>
    /// <exception cref="NetNsException">RouteNotFound, NotPermitted.</exception>
    public void RemoveRoute(NetRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        RouteOperations.Remove(_context, route);
    }

    /// <summary>The route that packets to an address take, and the source address that they have.</summary>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="NetNsException">DestinationUnreachable, which says why.</exception>
    public NetRoute FindRoute(IPAddress destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return RouteOperations.Find(_context, new RouteLookUp(destination));
    }
}
