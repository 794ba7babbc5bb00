using System.Net;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What a route shall be.</summary>
internal sealed record RouteOptions
{
    internal required IPNetwork Destination { get; init; }

    /// <summary>Routers; none where the destination is on the link, several for a route whose flows are shared among them.</summary>
    internal IPAddress[] NextHops { get; init; } = [];

    /// <summary>Null: the kernel's default, 0 for IPv4 and 1024 for IPv6.</summary>
    internal uint? Metric { get; init; }

    internal NetRouteType Type { get; init; } = NetRouteType.Unicast;

    internal uint Table { get; init; } = RouteTable.Main;

    internal IPAddress? Source { get; init; }

    internal bool OnLink { get; init; }

    internal int? Mtu { get; init; }

    internal IPFamily Family => Subnet.FamilyOf(Destination.BaseAddress);

    /// <summary>Puts together what a user said, and checks that it makes sense.</summary>
    /// <param name="destination">"10.0.0.0/8", or "default".</param>
    /// <param name="nextHops">Addresses; 0.0.0.0 and :: say "on the link".</param>
    /// <param name="source">The address that it prefers as a source.</param>
    /// <param name="family">For "default" where no address tells.</param>
    /// <exception cref="NetNsException">SubnetInvalid, AddressInvalid, RouteInvalid.</exception>
    internal static RouteOptions Parse(string destination, IEnumerable<string> nextHops, string? source = null, IPFamily? family = null)
    {
        IPAddress[] hops = [.. nextHops.Select(h => ParseAddress(h, "next hop")).Where(h => !RouteFactory.IsNone(h))];
        IPAddress? preferred = source is null ? null : ParseAddress(source, "source address");
        IPNetwork prefix = IsDefault(destination)
            ? (family ?? (hops is [var first, ..] ? Subnet.FamilyOf(first) : preferred is not null ? Subnet.FamilyOf(preferred) : IPFamily.IPv4)) == IPFamily.IPv4 ? Subnet.AllIPv4 : Subnet.AllIPv6
            : Subnet.Parse(destination);
        IPFamily of = Subnet.FamilyOf(prefix.BaseAddress);
        if (family is { } told && told != of)
            throw new NetNsException(NetNsError.RouteInvalid, $"{destination} is not an {told} network.", destination);
        // IPv4 can go by routers that have IPv6 addresses only (RFC 8950); the other way round there is nothing.
        foreach (IPAddress hop in hops)
        {
            if (of == IPFamily.IPv6 && Subnet.FamilyOf(hop) == IPFamily.IPv4)
                throw new NetNsException(NetNsError.RouteInvalid, $"The IPv6 network {prefix} cannot be reached by {hop}, an IPv4 address.", hop.ToString(), "Give a next hop with an IPv6 address.");
        }

        if (preferred is not null && Subnet.FamilyOf(preferred) != of)
            throw new NetNsException(NetNsError.RouteInvalid, $"Packets to {prefix} cannot come from {preferred}: one is {of}, the other is not.", source, "Give addresses of one family.");
        return new RouteOptions { Destination = prefix, NextHops = hops, Source = preferred };
    }

    /// <summary>"default", in any case.</summary>
    internal static bool IsDefault(string destination) => destination.Equals("default", StringComparison.OrdinalIgnoreCase);

    /// <summary>Says what contradicts itself before the kernel is asked.</summary>
    /// <param name="hasLink">Whether a link was said.</param>
    /// <exception cref="NetNsException">RouteInvalid, LinkSettingInvalid.</exception>
    internal RouteOptions Check(bool hasLink)
    {
        string? reason = Type switch
        {
            NetRouteType.Blackhole or NetRouteType.Unreachable or NetRouteType.Prohibit or NetRouteType.Throw when NextHops.Length > 0 || hasLink || OnLink
                => $"a route of type {Type} sends packets nowhere: it has neither a next hop nor a link",
            NetRouteType.Unicast when NextHops.Length == 0 && !hasLink => "it has neither a next hop nor a link",
            NetRouteType.Unicast when OnLink && (NextHops.Length == 0 || !hasLink) => "-OnLink needs both a next hop and the link that it is on",
            NetRouteType.Broadcast or NetRouteType.Anycast or NetRouteType.Multicast => $"routes of type {Type} are the kernel's own",
            _ => null,
        };
        if (reason is not null)
        {
            throw new NetNsException(NetNsError.RouteInvalid, $"Cannot make a route to {Name}: {reason}.", Name,
                "Say -NextHop ROUTER, -InterfaceAlias LINK, or -Type Blackhole, Unreachable or Prohibit without either.");
        }

        if (Mtu is { } mtu)
            LinkOperations.CheckMtu(mtu);
        return this;
    }

    /// <summary>"default", or the network.</summary>
    internal string Name => Destination.PrefixLength == 0 ? Family == IPFamily.IPv4 ? "default" : "default (IPv6)" : Destination.ToString();

    internal RouteMessage ToMessage(int link)
    {
        bool isIPv4 = Family == IPFamily.IPv4;
        IPAddress? only = NextHops.Length == 1 ? NextHops[0] : null;
        bool isSameFamily = only is not null && Subnet.FamilyOf(only) == Family;
        return new RouteMessage
        {
            Family = (byte)(isIPv4 ? LibC.AF_INET : LibC.AF_INET6),
            Table = Table,
            Protocol = RouteProtocol.Static,
            // How far away it is; IPv6 takes no notice.
            Scope = Type == NetRouteType.Local ? RouteScope.Host : Type == NetRouteType.Unicast && NextHops.Length == 0 ? RouteScope.Link : RouteScope.Universe,
            Kind = (RouteKind)Type,
            Flags = OnLink ? RouteFlags.OnLink : RouteFlags.None,
            Destination = Destination.PrefixLength == 0 ? null : Destination.BaseAddress,
            DestinationLength = (byte)Destination.PrefixLength,
            OutputLink = link == 0 || NextHops.Length > 1 ? null : link,
            Gateway = isSameFamily ? only : null,
            Via = isSameFamily ? null : only,
            Priority = Metric,
            PreferredSource = Source,
            Mtu = (uint?)Mtu,
            NextHops = NextHops.Length > 1 ? [.. NextHops.Select(h => new RouteNextHop(link, h, 1, OnLink ? RouteFlags.OnLink : RouteFlags.None))] : [],
        };
    }

    /// <summary>The equivalent command line, behind "ip".</summary>
    internal string ToCommand(string verb, string? link)
    {
        string kind = Type == NetRouteType.Unicast ? "" : $"{Type.ToString().ToLowerInvariant()} ";
        string prefix = Destination.PrefixLength == 0 ? "default" : Destination.ToString();
        string dev = link is null ? "" : $" dev {ShellText.Quote(link)}";
        string onLink = OnLink ? " onlink" : "";
        string hops = NextHops.Length > 1 ? string.Concat(NextHops.Select(h => $" nexthop {Via(h, Family)}{dev}{onLink}"))
            : NextHops.Length == 1 ? $" {Via(NextHops[0], Family)}{dev}{onLink}"
            : dev;
        string words = $" proto static{(Source is null ? "" : $" src {Source}")}{(Metric is null ? "" : $" metric {Metric}")}{(Table == RouteTable.Main ? "" : $" table {Table}")}{(Mtu is null ? "" : $" mtu {Mtu}")}";
        // Behind a nexthop, ip takes nothing but the next one.
        return $"{(Family == IPFamily.IPv6 ? "-6 " : "")}route {verb} {kind}{prefix}{(NextHops.Length > 1 ? words + hops : hops + words)}";
    }

    /// <summary>A next hop as "ip" takes it, of a route of a family.</summary>
    internal static string Via(IPAddress hop, IPFamily family) => Subnet.FamilyOf(hop) == family ? $"via {hop}" : $"via inet6 {hop}";

    private static IPAddress ParseAddress(string text, string role)
    {
        string? reason = !InterfaceAddress.TryParseAddress(text, out IPAddress? address)
            ? text.Contains('%') ? "it has a zone; name the link with -InterfaceAlias" : "it is not an IP address"
            : InterfaceAddress.IsMulticast(address) ? "it is a multicast address"
            : address.Equals(IPAddress.Broadcast) ? "it is the broadcast address"
            : null;
        return reason is null ? address! : throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' cannot be a {role}: {reason}.", text, "Give an address like 10.0.0.1 or fd00::1.");
    }
}
