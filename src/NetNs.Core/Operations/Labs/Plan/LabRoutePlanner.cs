using System.Net;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Plans the routes of nodes. Routes of the kernel, of router advertisements and of routing daemons are left alone.</summary>
internal sealed class LabRoutePlanner(LabPlan plan)
{
    private const uint DefaultIPv6Metric = 1024; // IP6_RT_PRIO_USER, include/uapi/linux/ipv6_route.h

    internal void Plan(LabNode node, LabNodeState state, IReadOnlyList<LabRoute> wanted)
    {
        List<RouteMessage> present = [.. state.Routes.Where(r => r.Protocol is RouteProtocol.Boot or RouteProtocol.Static && r.Kind is not (RouteKind.Local or RouteKind.Broadcast))];
        foreach (LabRoute route in wanted)
        {
            int same = present.FindIndex(p => KeyOf(p) == KeyOf(route));
            if (same >= 0 && IsSame(present[same], route, state, LinkOf(node, route)))
            {
                present.RemoveAt(same);
                continue;
            }

            string target = $"{node.Name}:{route.Options.Name}";
            if (same >= 0)
            {
                RouteMessage before = present[same];
                present.RemoveAt(same);
                plan.Change(LabPhase.Routes, "Route", target, Describe(before), Describe(route), scene => Change(scene, node.Name, before, route));
            }
            else
            {
                plan.Create(LabPhase.Routes, "Route", target, Describe(route), scene => Create(scene, node.Name, route));
            }
        }

        foreach (RouteMessage extra in present)
            plan.Remove(LabPhase.RemoveRoutes, "Route", $"{node.Name}:{KeyOf(extra).Destination}", Describe(extra), scene => Remove(scene, node.Name, extra));
    }

    private static (IPNetwork Destination, uint Metric) KeyOf(RouteMessage route)
    {
        bool isIPv4 = route.Family == LibC.AF_INET;
        return (route.Destination is { } to ? new IPNetwork(to, route.DestinationLength) : isIPv4 ? Subnet.AllIPv4 : Subnet.AllIPv6, route.Priority ?? 0);
    }

    private static (IPNetwork Destination, uint Metric) KeyOf(LabRoute route) => (route.Options.Destination, route.Options.Metric ?? (route.Options.Family == IPFamily.IPv6 ? DefaultIPv6Metric : 0));

    private static bool IsSame(RouteMessage present, LabRoute wanted, LabNodeState state, string? link)
        => (NetRouteType)present.Kind == wanted.Options.Type
            && HopsOf(present).SequenceEqual(wanted.Options.NextHops)
            && (link is null || present.OutputLink == state.Link(link)?.Index)
            && (wanted.Options.Source is null || wanted.Options.Source.Equals(present.PreferredSource));

    // The link that a next hop is behind: an address may move from one link to another, and a route stays where it was.
    private string? LinkOf(LabNode node, LabRoute route)
    {
        if (route.InterfaceAlias is not null || route.Options.NextHops is not [var hop])
            return route.InterfaceAlias;
        return node.Connections.FirstOrDefault(c => c.Addresses.Any(a => a.Contains(hop)))?.InterfaceAlias
            ?? plan.Definition.Cables.SelectMany(c => c.Ends).FirstOrDefault(e => e.Node == node.Name && e.Addresses.Any(a => a.Contains(hop)))?.InterfaceAlias;
    }

    private static IPAddress[] HopsOf(RouteMessage route) => route.NextHops.Length > 0 ? [.. route.NextHops.Select(h => h.Gateway).OfType<IPAddress>()] : (route.Gateway ?? route.Via) is { } only ? [only] : [];

    private static string Describe(RouteMessage route) => Describe((NetRouteType)route.Kind, HopsOf(route));

    private static string Describe(LabRoute route) => Describe(route.Options.Type, route.Options.NextHops) + (route.InterfaceAlias is { } link ? $" on {link}" : "");

    private static string Describe(NetRouteType type, IPAddress[] hops) => type != NetRouteType.Unicast ? type.ToString().ToLowerInvariant() : hops.Length == 0 ? "on the link" : string.Join(", ", hops.Select(h => $"via {h}"));

    private static void Create(LabScene scene, string node, LabRoute route)
    {
        NamespaceContext context = scene.In(node);
        LinkMessage? link = route.InterfaceAlias is { } name ? LinkOperations.Find(context, new LinkReference(name)) : null;
        NetRoute made = RouteOperations.Create(context, link, route.Options);
        scene.Undo.Push($"remove the route {made}", () => RouteOperations.Remove(scene.In(node), made));
    }

    private static void Remove(LabScene scene, string node, RouteMessage route)
    {
        NamespaceContext context = scene.In(node);
        try
        {
            RouteOperations.Remove(context, new RouteFactory(context).Create(route));
        }
        catch (NetNsException e) when (e.Error == NetNsError.RouteNotFound)
        {
            // It went with its link or its network.
        }
    }

    // The kernel keeps one route of a destination and metric: the old one goes first, and comes back where the new one is refused.
    private static void Change(LabScene scene, string node, RouteMessage before, LabRoute route)
    {
        Remove(scene, node, before);
        scene.Undo.Push($"bring the route {RouteClient.Describe("to", before)} back", () => scene.In(node).Route.AddRoute(before with { Flags = before.Flags & RouteFlags.OnLink }));
        Create(scene, node, route);
    }
}
