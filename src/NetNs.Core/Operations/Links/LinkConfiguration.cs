using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// What a link has that the kernel forgets when the link is switched off or moved: addresses, routes that somebody made, neighbours known for good. Read before, put back after.
/// </summary>
internal sealed class LinkConfiguration
{
    private readonly int _index;
    private readonly List<AddressMessage> _addresses;
    private readonly List<RouteMessage> _routes = [];
    private readonly List<NeighborMessage> _neighbors;

    private LinkConfiguration(NamespaceContext context, LinkMessage link)
    {
        _index = link.Index;
        WasUp = link.Flags.HasFlag(LinkFlags.Up);
        // The kernel makes the link-local address again, by itself.
        _addresses = [.. context.Route.DumpAddresses(link: link.Index).Where(a => !(a.Local ?? a.Address)!.IsIPv6LinkLocal)];
        foreach (int family in new[] { LibC.AF_INET, LibC.AF_INET6 })
        {
            foreach (RouteMessage route in context.Route.DumpRoutes(family, table: null))
            {
                bool isOurs = route.OutputLink == link.Index || route.NextHops.Any(h => h.Link == link.Index);
                if (isOurs && route.Family == family && IsMade(route))
                    _routes.Add(route);
            }
        }

        _neighbors = [.. context.Route.DumpNeighbors(link: link.Index).Where(n => n.State.HasFlag(NeighborStates.Permanent) && n.Family is LibC.AF_INET or LibC.AF_INET6)];
    }

    /// <summary>Whether the link was switched on.</summary>
    internal bool WasUp { get; }

    /// <summary>Reads what a link has.</summary>
    internal static LinkConfiguration Read(NamespaceContext context, LinkMessage link) => new(context, link);

    /// <summary>Puts back what is missing. What cannot be put back is a warning: a route by a router that is on another link only, for example.</summary>
    /// <param name="context">Where the link is now.</param>
    /// <param name="link">The link as it is now.</param>
    internal void Restore(NamespaceContext context, LinkMessage link)
    {
        HashSet<(IPAddress?, byte)> there = [.. context.Route.DumpAddresses(link: link.Index).Select(a => (a.Local ?? a.Address, a.PrefixLength))];
        foreach (AddressMessage address in _addresses.Where(a => !there.Contains((a.Local ?? a.Address, a.PrefixLength))))
        {
            var own = InterfaceAddress.From(address);
            context.Step($"Give {link.Name} the address {own} again", $"addr add {own}{(address.Family == LibC.AF_INET6 ? " nodad" : "")} dev {ShellText.Quote(link.Name!)}");
            Try(context, $"address {own}", () => context.Route.AddAddress(Fresh(address, link.Index)));
        }

        foreach (RouteMessage route in _routes)
        {
            RouteMessage again = Fresh(route, link.Index);
            NetRoute shown = new RouteFactory(context).Create(again);
            context.Step($"Make the route {shown} again", RouteOperations.Command("replace", shown));
            Try(context, $"route {shown}", () => context.Route.ReplaceRoute(again));
        }

        foreach (NeighborMessage neighbor in _neighbors)
        {
            string mac = neighbor.LinkLayerAddress is { } bytes ? $" lladdr {LinkOperations.FormatMac(bytes)}" : "";
            context.Step($"Make {neighbor.Destination} known on {link.Name} again", $"neigh replace {neighbor.Destination}{mac} dev {ShellText.Quote(link.Name!)} nud permanent");
            Try(context, $"neighbour {neighbor.Destination}", () => context.Route.ReplaceNeighbor(neighbor with { Index = link.Index, Master = null }));
        }
    }

    // What the kernel and routers make, they make again.
    private static bool IsMade(RouteMessage route)
        => route.Protocol is not (RouteProtocol.Kernel or RouteProtocol.RouterAdvertisement or RouteProtocol.Redirect) && (route.Flags & RouteFlags.Cloned) == 0 && route.Kind == RouteKind.Unicast;

    // Nobody else has got the address since: there is no need to ask.
    private static AddressMessage Fresh(AddressMessage address, int link) => address with
    {
        Index = link,
        Flags = (address.Flags & (AddressFlags.NoPrefixRoute | AddressFlags.Deprecated)) | (address.Family == LibC.AF_INET6 ? AddressFlags.NoDad : AddressFlags.None),
        Label = null,
        CacheInfo = address.Flags.HasFlag(AddressFlags.Permanent) ? null : address.CacheInfo,
    };

    private RouteMessage Fresh(RouteMessage route, int link) => route with
    {
        OutputLink = route.NextHops.Length > 0 ? null : link,
        Flags = route.Flags & RouteFlags.OnLink,
        NextHops = [.. route.NextHops.Select(h => h with { Link = h.Link == _index ? link : h.Link, Flags = h.Flags & RouteFlags.OnLink })],
    };

    private static void Try(NamespaceContext context, string what, Action put)
    {
        try
        {
            put();
        }
        catch (NetlinkException e)
        {
            context.Reporter.Warn($"Could not put back the {what}{context.Namespace.Suffix}: {e.Reason}.");
        }
    }
}
