using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Plans the cables between nodes. A cable is known by the label that both of its ends carry.</summary>
internal sealed class LabCablePlanner(LabPlan plan)
{
    internal void Plan()
    {
        foreach (LabCable cable in plan.Definition.Cables)
            Plan(cable);
    }

    private void Plan(LabCable cable)
    {
        string label = LabelOf(cable);
        LinkMessage? a = End(cable.A), b = End(cable.B);
        string target = cable.Id;
        if (a?.Alias != label || b?.Alias != label || a.Kind is not VethKind || b.Kind is not VethKind)
        {
            plan.Create(LabPhase.Cables, "Link", target, Describe(cable), scene => Create(scene, cable, label));
            return;
        }

        foreach ((LabCableEnd end, LinkMessage link) in (IEnumerable<(LabCableEnd, LinkMessage)>)[(cable.A, a), (cable.B, b)])
        {
            int mtu = cable.Mtu ?? LabNodePlanner.DefaultMtu;
            if (link.Mtu != mtu)
                plan.Change(LabPhase.Links, "Link", end.ToString(), $"MTU {link.Mtu}", $"MTU {mtu}", scene => Change(scene, end, l => new LinkMessage { Index = l.Index, Mtu = (uint)mtu }, l => new LinkMessage { Index = l.Index, Mtu = l.Mtu }));
            if (!link.Flags.HasFlag(LinkFlags.Up))
                plan.Change(LabPhase.Links, "Link", end.ToString(), "Down", "Up", scene => Change(scene, end, l => new LinkMessage { Index = l.Index, Flags = LinkFlags.Up, Change = LinkFlags.Up }, l => new LinkMessage { Index = l.Index, Change = LinkFlags.Up }));
            plan.PlanAddresses(end.ToString(), [.. StateOf(end)!.AddressesOf(link)], end.Addresses, scene =>
            {
                NamespaceContext context = scene.In(end.Node);
                return (context, context.Route.GetLink(end.InterfaceAlias));
            });
        }
    }

    private string LabelOf(LabCable cable) => new LabLabel(plan.Definition.Name, LabLabel.Cable, cable.Id).ToString();

    // A node that is created under a new name has no link yet.
    private LabNodeState? StateOf(LabCableEnd end)
        => plan.State.Nodes.GetValueOrDefault(end.Node) is { } state && state.Namespace?.Name == plan.Definition.NamespaceOf(end.Node) ? state : null;

    private LinkMessage? End(LabCableEnd end) => StateOf(end)?.Link(end.InterfaceAlias);

    private static void Create(LabScene scene, LabCable cable, string label)
    {
        // Whatever has the name of an end makes room: another cable, or one that a killed run left unfinished.
        foreach (LabCableEnd end in cable.Ends)
            LabNodePlanner.RemoveLink(scene, end.Node, end.InterfaceAlias);
        using NamespaceContext peer = scene.Session.Open(scene.NodeNamespace(cable.B.Node));
        NamespaceContext context = scene.In(cable.A.Node);
        VethPair pair = new LinkOperations(scene.Session).CreateVethPair(context, peer, new VethOptions
        {
            Name = cable.A.InterfaceAlias,
            PeerName = cable.B.InterfaceAlias,
            Mtu = cable.Mtu,
            Addresses = cable.A.Addresses,
            PeerAddresses = cable.B.Addresses,
            Up = true,
        });
        scene.Undo.Push($"remove link {cable.A}", () => scene.In(cable.A.Node).Route.DeleteLink(pair.A.InterfaceIndex));
        context.Route.ChangeLink(new LinkMessage { Index = pair.A.InterfaceIndex, Alias = label });
        peer.Route.ChangeLink(new LinkMessage { Index = pair.B.InterfaceIndex, Alias = label });
    }

    private static void Change(LabScene scene, LabCableEnd end, Func<LinkMessage, LinkMessage> change, Func<LinkMessage, LinkMessage> back)
    {
        NamespaceContext context = scene.In(end.Node);
        LinkMessage link = LinkOperations.Find(context, new LinkReference(end.InterfaceAlias));
        scene.ChangeLink(context, change(link), back(link), $"change {end} back");
    }

    private static string? Describe(LabCable cable)
        => cable.A.Addresses.Count == 0 ? null : string.Join(" to ", cable.Ends.Select(e => string.Join(" and ", e.Addresses)));
}
