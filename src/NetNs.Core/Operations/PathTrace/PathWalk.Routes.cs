using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Routes, and why there is none.</content>
internal sealed partial class PathWalk
{
    // The kernel's route; null where it has none, which is reported.
    private RouteMessage? FindWay(PathNode node, PathPacket packet, LinkMessage? input, int bound)
    {
        RouteMessage? route = node.FindRoute(packet.ToQuery(input, bound), out int errno);
        if (route is { Kind: RouteKind.Unicast or RouteKind.Local })
            return route;
        if (route is { Kind: RouteKind.Broadcast or RouteKind.Multicast or RouteKind.Anycast })
        {
            _report.Unknown(node, NetPathStage.Route, input, packet, $"{packet.Destination} is a {route.Kind.ToString().ToLowerInvariant()} address, which is not followed");
            return null;
        }

        errno = route?.Kind switch
        {
            RouteKind.Blackhole => Errno.EINVAL,
            RouteKind.Prohibit => Errno.EACCES,
            RouteKind.Unreachable => Errno.EHOSTUNREACH,
            _ => errno,
        };
        if (input is null || !ExplainInput(node, packet, input))
            Explain(node, packet, input, errno);
        return null;
    }

    // What stops a packet that comes in before any route is looked for. True where that was it.
    private bool ExplainInput(PathNode node, PathPacket packet, LinkMessage input)
    {
        if (packet.Family != NfFamily.IPv4)
            return false;
        NetNamespace here = node.Namespace;
        bool isLocal = node.HasAddress(packet.Destination);
        if (node.HasAddress(packet.Source) && node.Sysctl(NfFamily.IPv4, input, "accept_local") == 0)
        {
            _report.Blocked(node, NetPathStage.ReversePathFilter, input, packet, $"it comes from outside with an address of this namespace itself, {packet.Source}", $"{packet.Source} is local", null);
            return true;
        }

        if ((IPAddress.IsLoopback(packet.Source) || IPAddress.IsLoopback(packet.Destination)) && input.IPv4Settings?.RouteLocalNet is not > 0 && node.SysctlOfAll(NfFamily.IPv4, "route_localnet") == 0)
        {
            string setting = $"net/ipv4/conf/{input.Name}/route_localnet";
            _report.Blocked(node, NetPathStage.ReversePathFilter, input, packet, "an address of 127.0.0.0/8 may not come in by a link", $"{setting} = 0", here.Cmdlet($"Set-NetSysctl {setting} 1"));
            return true;
        }

        int filter = Math.Max(node.Sysctl(NfFamily.IPv4, input, "rp_filter"), node.SysctlOfAll(NfFamily.IPv4, "rp_filter"));
        if (filter != 0 && !IsReachedBack(node, packet, input, filter))
        {
            string setting = $"net/ipv4/conf/{input.Name}/rp_filter";
            string mode = filter == 1 ? "strict" : "loose";
            string reason = filter == 1 ? $"the route back to {packet.Source} does not leave by {input.Name}, by which it came" : $"there is no route back to {packet.Source}";
            _report.Blocked(node, NetPathStage.ReversePathFilter, input, packet, $"{reason} (rp_filter {mode})", $"{setting} = {filter}", filter == 1 ? here.Cmdlet($"Set-NetSysctl {setting} 2") : null);
            return true;
        }

        bool isForwarding = input.IPv4Settings?.Forwarding is > 0;
        if (!isLocal && !isForwarding && !IPAddress.IsLoopback(packet.Destination))
        {
            bool isOn = node.Sysctl("ipv4/ip_forward") == 1;
            string remedy = isOn ? here.Cmdlet($"Enable-NetForwarding -InterfaceAlias {input.Name!}") : here.Cmdlet($"Enable-NetForwarding");
            _report.Blocked(node, NetPathStage.Forwarding, input, packet, isOn ? $"{input.Name} does not forward what comes in" : "this namespace does not forward", $"net/ipv4/conf/{input.Name}/forwarding = 0", remedy);
            return true;
        }

        return false;
    }

    private static bool IsReachedBack(PathNode node, PathPacket packet, LinkMessage input, int filter)
    {
        var back = new RouteMessage
        {
            Family = LibC.AF_INET,
            Destination = packet.Source,
            DestinationLength = 32,
            Mark = node.Sysctl(NfFamily.IPv4, input, "src_valid_mark") != 0 && packet.Marks.Packet is { } mark and not 0 ? mark : null,
            Flags = RouteFlags.LookUpTable,
        };
        RouteMessage? route = node.FindRoute(back, out _);
        return route is { Kind: RouteKind.Unicast } && (filter != 1 || route.OutputLink == input.Index);
    }

    // Why the kernel has no route.
    private void Explain(PathNode node, PathPacket packet, LinkMessage? input, int errno)
    {
        NetNamespace here = node.Namespace;
        IPAddress to = packet.Destination;
        if (FindDiscarding(node, packet, errno) is { } discards)
        {
            string prefix = Prefix(discards);
            string table = discards.Table.ToString(System.Globalization.CultureInfo.InvariantCulture);
            // "default" alone is IPv4.
            string named = prefix == "default" && to.AddressFamily == AddressFamily.InterNetworkV6 ? "::/0" : prefix;
            _report.Blocked(node, NetPathStage.Route, input, packet, $"a route of type {discards.Kind.ToString().ToLowerInvariant()} discards packets to {(prefix == "default" ? "everywhere" : prefix)}", $"{discards.Kind.ToString().ToLowerInvariant()} {prefix}{(discards.Table == RouteTable.Main ? "" : $" table {table}")}",
                discards.Table == RouteTable.Main ? here.Cmdlet($"Remove-NetRoute {named}") : here.Cmdlet($"Remove-NetRoute {named} -Table {table}"));
            return;
        }

        if (errno is Errno.EACCES or Errno.EINVAL)
        {
            _report.Blocked(node, NetPathStage.Rule, input, packet, errno == Errno.EACCES ? $"a policy rule forbids packets from {packet.Source} to {to}" : $"a policy rule discards packets from {packet.Source} to {to}, or the kernel takes none to such an address", null, node.Context.Ip("rule show"));
            return;
        }

        if (node.Addresses.Find(a => a.Address?.AddressFamily == to.AddressFamily && Subnet.Of(a.Address, a.PrefixLength).Contains(to) && node.Link(a.Index)?.Flags.HasFlag(LinkFlags.Up) == false) is { } down)
        {
            string name = node.NameOf(down.Index);
            _report.Blocked(node, NetPathStage.Link, node.Link(down.Index), packet, $"{name}, whose network holds {to}, is down", $"{name} state DOWN", here.Cmdlet($"Enable-NetLink {name}"));
            return;
        }

        if (packet.Family == NfFamily.IPv6 && node.Links.FirstOrDefault(l => l.Index != LoopbackIndex && l.Flags.HasFlag(LinkFlags.Up) && node.Sysctl(NfFamily.IPv6, l, "disable_ipv6") == 1) is { } off)
        {
            string setting = $"net/ipv6/conf/{off.Name}/disable_ipv6";
            _report.Blocked(node, NetPathStage.Route, off, packet, $"there is no route to {to}, and IPv6 is switched off on {off.Name}", $"{setting} = 1", here.Cmdlet($"Set-NetSysctl {setting} 0"));
            return;
        }

        LinkMessage[] links = [.. node.Links.Where(l => l.Index != LoopbackIndex)];
        if (links.Length > 0 && links.All(l => !l.Flags.HasFlag(LinkFlags.Up)))
        {
            _report.Blocked(node, NetPathStage.Link, links[0], packet, $"no route leads to {to}, since {(links.Length == 1 ? $"{links[0].Name} is down" : "all links are down")}", $"{links[0].Name} state DOWN", here.Cmdlet($"Enable-NetLink {links[0].Name!}"));
            return;
        }

        string way = packet.IsReply ? $"the answer finds no way back: no route leads to {to}" : $"no route leads to {to}";
        _report.Blocked(node, NetPathStage.Route, input, packet, way, null, FindGateway(node, packet) is { } gateway ? here.Cmdlet($"New-NetRoute default -NextHop {gateway}") : null);
    }

    private static RouteMessage? FindDiscarding(PathNode node, PathPacket packet, int errno)
    {
        RouteKind? kind = errno switch
        {
            Errno.EINVAL => RouteKind.Blackhole,
            Errno.EACCES => RouteKind.Prohibit,
            Errno.EHOSTUNREACH => RouteKind.Unreachable,
            _ => null,
        };
        return kind is null ? null : node.Context.Route.DumpRoutes(packet.Question.AddressFamilyNumber, null)
            .Where(r => r.Kind == kind && (r.Destination is null || new IPNetwork(r.Destination, r.DestinationLength).Contains(packet.Destination)))
            .MaxBy(r => r.DestinationLength);
    }

    // A neighbour that forwards, and is on a network of this namespace.
    private IPAddress? FindGateway(PathNode node, PathPacket packet)
    {
        foreach (LinkMessage link in node.Links.Where(l => l.Index != LoopbackIndex && l.Flags.HasFlag(LinkFlags.Up)))
        {
            AddressMessage[] own = [.. node.AddressesOf(link.Index, packet.Family)];
            if (own.Length == 0)
                continue;
            foreach (LinkPath way in new LinkDomain(_nodes).Ways(node, link).Where(w => w.Node != node && w.Obstacle is null && Forwards(w.Node, packet.Family)))
            {
                AddressMessage? found = way.Node.AddressesOf(way.Link.Index, packet.Family)
                    .FirstOrDefault(a => own.Any(o => Subnet.Of(o.Address!, o.PrefixLength).Contains(a.Local ?? a.Address!)) && a.Address?.IsIPv6LinkLocal == false);
                if (found is not null)
                    return found.Local ?? found.Address;
            }
        }

        return null;
    }

    private static bool Forwards(PathNode node, NfFamily family) => family == NfFamily.IPv4 ? node.Sysctl("ipv4/ip_forward") == 1 : node.SysctlOfAll(NfFamily.IPv6, "forwarding") != 0;

    private static string Text(PathNode node, PathPacket packet, LinkMessage? input, int bound)
    {
        if (node.FindEntry(packet.ToQuery(input, bound)) is not { } entry)
            return $"{packet.Destination}";
        string kind = entry.Kind == RouteKind.Unicast ? "" : $"{entry.Kind.ToString().ToLowerInvariant()} ";
        string via = (entry.Gateway ?? entry.Via) is { } gateway ? $" via {gateway}" : "";
        string link = entry.OutputLink is { } index ? $" dev {node.NameOf(index)}" : entry.NextHops.Length > 0 ? $" ({entry.NextHops.Length} next hops)" : "";
        string table = entry.Table is RouteTable.Main or RouteTable.Local ? "" : $" table {entry.Table.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        return $"{kind}{Prefix(entry)}{via}{link}{table}";
    }

    private static string Prefix(RouteMessage route) => route.Destination is null || route.DestinationLength == 0 ? "default" : $"{route.Destination}/{route.DestinationLength}";
}
