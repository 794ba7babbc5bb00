using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Plans the namespace of a sealed lab's bridges, and the bridges.</summary>
internal sealed class LabHostPlanner(LabPlan plan, OperationSession session)
{
    private readonly LabDefinition _definition = plan.Definition;

    internal void Plan()
    {
        if (_definition.Sealed && (_definition.Bridges.Count > 0 || _definition.Uplink))
            PlanNamespace();
        foreach (LabBridge bridge in _definition.Bridges)
            Plan(bridge);
    }

    private void PlanNamespace()
    {
        string name = _definition.HostName;
        if (plan.State.SealedHost is null)
        {
            LabNodePlanner.CheckFree(session, plan, name);
            plan.Create(LabPhase.Host, "Namespace", name, "the lab's bridges", scene => scene.CreateNamespace(name, new LabLabel(_definition.Name, LabLabel.Host, "")));
        }

        // Its own router: nothing else is in there, so that nobody has to switch it on by hand.
        bool forwards = _definition.Bridges.Any(b => b.Masquerade) || _definition.Nodes.Any(n => n.Publish.Count > 0) || _definition.Uplink;
        foreach (string sysctl in LabState.HostSysctls)
        {
            string before = plan.State.SealedHost?.Sysctls.GetValueOrDefault(sysctl) ?? "0";
            string after = forwards ? "1" : "0";
            if (before != after)
                plan.Change(LabPhase.Bridges, "Sysctl", $"{name}:{sysctl}", before, after, scene => Set(scene, sysctl, before, after));
        }
    }

    private static void Set(LabScene scene, string sysctl, string before, string after)
    {
        NamespaceContext host = scene.Host();
        if (!SysctlOperations.Exists(host, sysctl))
            return; // no IPv6 in this kernel
        SysctlOperations.Set(host, sysctl, after);
        scene.Undo.Push($"set {sysctl} back to {before}", () => SysctlOperations.Set(scene.Host(), sysctl, before));
    }

    private void Plan(LabBridge bridge)
    {
        string label = new LabLabel(_definition.Name, LabLabel.Bridge, bridge.Name).ToString();
        LinkMessage? present = plan.State.Host?.Link(bridge.Name);
        if (present is null)
        {
            plan.Create(LabPhase.Bridges, "Bridge", bridge.Name, Describe(bridge), scene => Create(scene, bridge, label));
            return;
        }

        if (present.Kind is not BridgeKind kind || (!_definition.Sealed && present.Alias != label && present.Group != UnfinishedLink.Mark))
        {
            throw new NetNsException(NetNsError.ExistingDiffers, $"A link '{bridge.Name}' exists already{plan.State.Host!.Namespace!.Suffix}, and it is not a bridge of lab '{_definition.Name}'. Nothing was changed.", bridge.Name,
                "Give the lab's bridge another name, or seal the lab: leave Sealed = $false out.");
        }

        if (present.Alias != label)
            plan.Change(LabPhase.Bridges, "Bridge", bridge.Name, "without the lab's label", "with it", scene => ChangeBridge(scene, bridge.Name, l => new LinkMessage { Index = l.Index, Alias = label }, l => new LinkMessage { Index = l.Index, Alias = l.Alias ?? "" }));
        PlanSettings(bridge, present, kind);
        plan.PlanAddresses(bridge.Name, [.. plan.State.Host!.AddressesOf(present)], bridge.Addresses, scene =>
        {
            scene.ForgetConnectors();
            NamespaceContext host = scene.Host();
            return (host, host.Route.GetLink(bridge.Name));
        });
    }

    private void PlanSettings(LabBridge bridge, LinkMessage present, BridgeKind kind)
    {
        if (!present.Flags.HasFlag(LinkFlags.Up))
            plan.Change(LabPhase.Bridges, "Bridge", bridge.Name, "Down", "Up", scene => ChangeBridge(scene, bridge.Name, l => new LinkMessage { Index = l.Index, Flags = LinkFlags.Up, Change = LinkFlags.Up }, l => new LinkMessage { Index = l.Index, Change = LinkFlags.Up }));
        int mtu = bridge.Mtu ?? LabNodePlanner.DefaultMtu;
        if (present.Mtu != mtu)
            plan.Change(LabPhase.Bridges, "Bridge", bridge.Name, $"MTU {present.Mtu}", $"MTU {mtu}", scene => ChangeBridge(scene, bridge.Name, l => new LinkMessage { Index = l.Index, Mtu = (uint)mtu }, l => new LinkMessage { Index = l.Index, Mtu = l.Mtu }));
        var wanted = new BridgeSettings { Stp = bridge.Settings.Stp ?? false, VlanFiltering = bridge.Settings.VlanFiltering ?? false };
        var actual = new BridgeSettings { Stp = kind.StpState is > 0, VlanFiltering = kind.VlanFiltering ?? false };
        if (wanted == actual)
            return;
        plan.Change(LabPhase.Bridges, "Bridge", bridge.Name, Describe(actual), Describe(wanted), scene =>
        {
            // Only what differs: a kernel without VLAN filtering takes no word about it.
            BridgeSettings change = new() { Stp = wanted.Stp == actual.Stp ? null : wanted.Stp, VlanFiltering = wanted.VlanFiltering == actual.VlanFiltering ? null : wanted.VlanFiltering };
            BridgeSettings back = new() { Stp = change.Stp is null ? null : actual.Stp, VlanFiltering = change.VlanFiltering is null ? null : actual.VlanFiltering };
            var bridges = new BridgeOperations(scene.Session);
            bridges.Set(scene.Host(), scene.Host().Route.GetLink(bridge.Name), change);
            scene.Undo.Push($"change bridge {bridge.Name} back", () => bridges.Set(scene.Host(), scene.Host().Route.GetLink(bridge.Name), back));
        });
    }

    private static void Create(LabScene scene, LabBridge bridge, string label)
    {
        NamespaceContext host = scene.Host();
        Bridge made = new BridgeOperations(scene.Session).Create(host, new BridgeOptions { Name = bridge.Name, Addresses = bridge.Addresses, Mtu = bridge.Mtu ?? LabNodePlanner.DefaultMtu, Settings = bridge.Settings });
        scene.Undo.Push($"remove bridge {bridge.Name}", () => scene.Host().Route.DeleteLink(made.InterfaceIndex));
        host.Route.ChangeLink(new LinkMessage { Index = made.InterfaceIndex, Alias = label });
    }

    private static void ChangeBridge(LabScene scene, string name, Func<LinkMessage, LinkMessage> change, Func<LinkMessage, LinkMessage> back)
    {
        NamespaceContext host = scene.Host();
        LinkMessage link = host.Route.GetLink(name);
        scene.ChangeLink(host, change(link), back(link), $"change bridge {name} back");
        scene.ForgetConnectors();
    }

    private static string? Describe(LabBridge bridge) => bridge.Addresses.Count == 0 ? null : string.Join(", ", bridge.Addresses);

    private static string Describe(BridgeSettings settings) => $"spanning tree {(settings.Stp == true ? "on" : "off")}, VLAN filtering {(settings.VlanFiltering == true ? "on" : "off")}";
}
