using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Plans the removal of what a lab has and its definition does not.</summary>
internal static class LabRemovalPlanner
{
    internal static void Plan(LabPlan plan)
    {
        LabDefinition definition = plan.Definition;
        HashSet<string> names = [.. definition.Nodes.Select(n => definition.NamespaceOf(n.Name))];
        foreach ((string node, LabNodeState state) in plan.State.Nodes)
        {
            NetNamespace space = state.Namespace!;
            if (!names.Contains(space.Name!))
            {
                foreach (LinkMessage link in state.Links)
                    PlanRelease(plan, node, state, link);
                plan.Remove(LabPhase.RemoveNodes, "Namespace", node, space.Name, scene => RemoveNode(scene, space));
            }
            else
                PlanLinks(plan, definition.Nodes.First(n => n.Name == node), state);
        }

        HashSet<string> bridges = [.. definition.Bridges.Select(b => b.Name)];
        if (definition.Sealed)
        {
            foreach (LinkMessage extra in plan.State.SealedHost?.Links.Where(l => l.Kind is BridgeKind && !bridges.Contains(l.Name!)) ?? [])
            {
                ReleaseSubnets(plan, plan.State.SealedHost!, extra);
                plan.Remove(LabPhase.RemoveBridges, "Bridge", extra.Name!, null, scene => RemoveBridge(scene.Host(), extra));
            }
        }

        // Where the lab has just been sealed or opened, its bridges were elsewhere before.
        foreach (LinkMessage extra in plan.State.OwnLinks.Where(l => l.Kind is BridgeKind && (definition.Sealed || !bridges.Contains(l.Name!))))
        {
            ReleaseSubnets(plan, plan.State.Current!, extra);
            plan.Remove(LabPhase.RemoveBridges, "Bridge", extra.Name!, null, scene => RemoveBridge(scene.Session.Current, extra));
        }

        if (plan.State.SealedHost?.Namespace is { } host && (!definition.Sealed || (definition.Bridges.Count == 0 && !definition.Uplink)))
            plan.Remove(LabPhase.RemoveHost, "Namespace", host.Name!, "the lab's bridges", scene => RemoveNode(scene, host));
    }

    private static void PlanLinks(LabPlan plan, LabNode node, LabNodeState state)
    {
        LabDefinition definition = plan.Definition;
        // A cable that is made again under the same name counts as another link.
        HashSet<string> wanted = [.. node.Connections.Select(c => c.InterfaceAlias), .. definition.Cables.SelectMany(c => c.Ends).Where(e => e.Node == node.Name).Select(e => e.InterfaceAlias)];
        foreach (LinkMessage extra in state.Links.Where(l => LabLabel.TryParse(l.Alias, definition.Name, out _) && !l.Flags.HasFlag(LinkFlags.Loopback) && !wanted.Contains(l.Name!)))
        {
            PlanRelease(plan, node.Name, state, extra);
            // The other end of a cable goes with it; it is told once.
            if (LabLabel.Parse(extra.Alias) is { Kind: LabLabel.Cable, Name: var cable } && cable.Split(',')[0] != $"{node.Name}:{extra.Name}")
            {
                string first = cable.Split(',')[0].Split(':')[0];
                if (plan.State.Nodes.ContainsKey(first))
                    continue;
            }

            plan.Remove(LabPhase.RemoveLinks, "Link", $"{node.Name}:{extra.Name}", null, scene => LabNodePlanner.RemoveLink(scene, node.Name, extra.Name!));
        }
    }

    // A subnet that another bridge is about to get: two routes to it would lead to the wrong one.
    private static void ReleaseSubnets(LabPlan plan, LabNodeState host, LinkMessage bridge)
    {
        NetNamespace space = host.Namespace!;
        plan.PlanRelease(bridge.Name!, host.AddressesOf(bridge), scene =>
        {
            NamespaceContext context = scene.Session.In(space);
            return (context, context.Route.GetLink(bridge.Index));
        }, bySubnet: true);
    }

    private static void PlanRelease(LabPlan plan, string node, LabNodeState state, LinkMessage link)
    {
        NetNamespace space = state.Namespace!;
        plan.PlanRelease($"{node}:{link.Name}", state.AddressesOf(link), scene =>
        {
            NamespaceContext context = scene.Session.In(space);
            return (context, context.Route.GetLink(link.Index));
        });
    }

    internal static void RemoveNode(LabScene scene, NetNamespace space)
    {
        LabRemoval.RemoveNamespaces(scene.Session, scene.Definition.Name, [space]);
        scene.Forget(space.Name!);
    }

    // Published ports have gone before; what they needed of this bridge goes now.
    private static void RemoveBridge(NamespaceContext context, LinkMessage bridge)
    {
        LinkRemoval.RemoveOne(context, bridge, (_, failure) => throw failure);
        if (NatTable.Exists(context))
            new NatCleanup(context).Run();
    }
}
