using System.Net;
using System.Net.NetworkInformation;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>All that the links of a namespace have, at one look.</summary>
internal static class ConfigurationOperations
{
    /// <summary>One object for each link, in the order of their numbers.</summary>
    /// <param name="context">Where.</param>
    /// <param name="link">Number of the one link, or 0 for all.</param>
    /// <param name="wanted">Which; null for all.</param>
    internal static IEnumerable<NetIPConfiguration> List(NamespaceContext context, int link = 0, Func<int, bool>? wanted = null)
    {
        List<LinkMessage> links = link == 0 ? context.Route.DumpLinks() : [context.Route.GetLink(link)];
        ILookup<int, NetIPAddress> addresses = AddressOperations.List(context, new AddressQuery { Link = link }).ToLookup(a => a.InterfaceIndex);
        ILookup<int, IPAddress> gateways = Gateways(context, link).ToLookup(g => g.Link, g => g.Gateway);
        ILookup<int, NetNeighbor> neighbors = NeighborOperations.List(context, null, link).Where(IsKnown).ToLookup(n => n.InterfaceIndex);
        foreach (LinkMessage message in links)
        {
            int index = message.Index;
            if (wanted?.Invoke(index) == false)
                continue;
            yield return new NetIPConfiguration
            {
                InterfaceAlias = message.Name!,
                InterfaceIndex = index,
                Kind = LinkFactory.KindName(message),
                State = LinkFactory.State(message),
                MacAddress = message.Address is { Length: > 0 } mac ? new PhysicalAddress(mac) : null,
                Mtu = (int)(message.Mtu ?? 0),
                IPv4Address = [.. addresses[index].Where(a => a.AddressFamily == IPFamily.IPv4)],
                IPv6Address = [.. addresses[index].Where(a => a.AddressFamily == IPFamily.IPv6)],
                IPv4DefaultGateway = [.. gateways[index].Where(g => Subnet.FamilyOf(g) == IPFamily.IPv4)],
                IPv6DefaultGateway = [.. gateways[index].Where(g => Subnet.FamilyOf(g) == IPFamily.IPv6)],
                NeighborCount = neighbors[index].Count(),
                Namespace = context.Namespace,
            };
        }
    }

    private static IEnumerable<(int Link, IPAddress Gateway)> Gateways(NamespaceContext context, int link)
    {
        var defaults = new RouteQuery { Link = link, Type = NetRouteType.Unicast, OnlyDefault = true };
        foreach (NetRoute route in RouteOperations.List(context, defaults))
        {
            if (route.NextHops.Length == 0)
                yield return (route.InterfaceIndex, route.NextHop);
            foreach (NetNextHop hop in route.NextHops)
                yield return (hop.InterfaceIndex, hop.NextHop);
        }
    }

    private static bool IsKnown(NetNeighbor neighbor)
        => neighbor.LinkLayerAddress is not null && neighbor.State is not (NetNeighborState.NoArp or NetNeighborState.None or NetNeighborState.Failed or NetNeighborState.Incomplete);
}
