using System.Net;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>From the kernel's route messages to the objects that users see, of one namespace.</summary>
/// <param name="context">The namespace.</param>
/// <param name="names">Names of its links, where the caller keeps them.</param>
internal sealed class RouteFactory(NamespaceContext context, LinkNames? names = null)
{
    private readonly LinkNames _names = names ?? new LinkNames(context);
    private IPAddress _lastGateway = IPAddress.Any;

    /// <summary>Makes the object of a message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="rule">The policy rule that led to it, where one was looked for.</param>
    internal NetRoute Create(RouteMessage message, NetRule? rule = null)
    {
        bool isIPv4 = message.Family == LibC.AF_INET;
        IPAddress none = isIPv4 ? IPAddress.Any : IPAddress.IPv6Any;
        IPAddress? gateway = message.Gateway ?? message.Via;
        // Long tables have few gateways: one object serves all routes in a row.
        if (gateway is not null)
            gateway = gateway.Equals(_lastGateway) ? _lastGateway : _lastGateway = gateway;
        RouteNextHop? first = message.NextHops.Length > 0 ? message.NextHops[0] : null;
        int link = first?.Link ?? message.OutputLink ?? 0;
        return new NetRoute
        {
            DestinationPrefix = message.Destination is { } destination ? new IPNetwork(destination, message.DestinationLength) : isIPv4 ? Subnet.AllIPv4 : Subnet.AllIPv6,
            NextHop = (first is null ? gateway : first.Gateway) ?? none,
            InterfaceAlias = link == 0 ? null : _names[link],
            InterfaceIndex = link,
            RouteMetric = message.Priority ?? 0,
            AddressFamily = isIPv4 ? IPFamily.IPv4 : IPFamily.IPv6,
            Type = (NetRouteType)message.Kind,
            Table = message.Table,
            Source = message.PreferredSource,
            Mtu = (int?)message.Mtu,
            OnLink = (message.Flags & RouteFlags.OnLink) != 0,
            NextHops = message.NextHops.Length > 1 ? NextHops(message.NextHops, none) : [],
            Namespace = context.Namespace,
            TypeOfService = message.TypeOfService,
            ProtocolNumber = (byte)message.Protocol,
            ScopeNumber = message.Scope,
            NextHopId = message.NextHopId,
            Rule = rule,
        };
    }

    /// <summary>The message that names this route and no other, for removing it.</summary>
    internal static RouteMessage ToMessage(NetRoute route)
    {
        var message = new RouteMessage
        {
            Family = (byte)route.AddressFamily,
            Table = route.Table,
            DestinationLength = (byte)route.DestinationPrefix.PrefixLength,
            Destination = route.DestinationPrefix.PrefixLength == 0 ? null : route.DestinationPrefix.BaseAddress,
            TypeOfService = route.TypeOfService,
            Kind = (RouteKind)route.Type,
            Protocol = (RouteProtocol)route.ProtocolNumber,
            Scope = route.ScopeNumber,
            Priority = route.RouteMetric == 0 ? null : route.RouteMetric,
            PreferredSource = route.Source,
        };
        if (route.NextHopId is { } id)
            return message with { NextHopId = id };
        if (route.NextHops.Length > 1)
            return message with { NextHops = [.. route.NextHops.Select(h => new RouteNextHop(h.InterfaceIndex, IsNone(h.NextHop) ? null : h.NextHop, h.Weight))] };
        message = message with { OutputLink = route.InterfaceIndex == 0 ? null : route.InterfaceIndex };
        return IsNone(route.NextHop) ? message
            : Subnet.FamilyOf(route.NextHop) == route.AddressFamily ? message with { Gateway = route.NextHop }
            : message with { Via = route.NextHop };
    }

    /// <summary>0.0.0.0 and :: stand for "on the link".</summary>
    internal static bool IsNone(IPAddress nextHop) => nextHop.Equals(IPAddress.Any) || nextHop.Equals(IPAddress.IPv6Any);

    private NetNextHop[] NextHops(RouteNextHop[] hops, IPAddress none)
    {
        var result = new NetNextHop[hops.Length];
        for (int i = 0; i < hops.Length; i++)
            result[i] = new NetNextHop { NextHop = hops[i].Gateway ?? none, InterfaceAlias = _names[hops[i].Link], InterfaceIndex = hops[i].Link, Weight = hops[i].Weight };
        return result;
    }
}
