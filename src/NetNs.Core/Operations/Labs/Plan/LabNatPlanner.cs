using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Plans what is masqueraded and published where the lab's bridges are.</summary>
internal sealed class LabNatPlanner(LabPlan plan)
{
    internal void Plan()
    {
        PlanMasquerades();
        PlanPorts();
    }

    private void PlanMasquerades()
    {
        // What leaves by the uplink is the uplink's own.
        List<MasqueradeEntry> present = [.. plan.State.Masquerades.Where(m => IsOurs(m) && m.Link is null)];
        foreach (LabBridge bridge in plan.Definition.Bridges.Where(b => b.Masquerade))
        {
            foreach (IPNetwork subnet in bridge.Addresses.Select(a => a.Network).Distinct())
            {
                int index = plan.State.Host?.Link(bridge.Name)?.Index ?? 0;
                MasqueradeEntry? there = present.Find(p => p.Subnet.Equals(subnet) && p.Link is null && p.Source is null);
                if (there is null)
                {
                    plan.Create(LabPhase.Masquerades, "Masquerade", bridge.Name, subnet.ToString(), scene => Masquerade(scene, bridge.Name, subnet));
                    continue;
                }

                present.Remove(there);
                if (there.BridgeIndex != index)
                    plan.Change(LabPhase.Masquerades, "Masquerade", bridge.Name, $"{subnet} of {there.BridgeName}", $"{subnet} of {bridge.Name}", scene => Retag(scene, there, bridge.Name));
            }
        }

        foreach (MasqueradeEntry extra in present)
            plan.Remove(LabPhase.RemoveMasquerades, "Masquerade", extra.BridgeName ?? plan.Definition.Name, extra.Subnet.ToString(), scene => Remove(scene, extra));
    }

    // Everything in a namespace of the lab's own; elsewhere what was made for one of its bridges.
    private bool IsOurs(MasqueradeEntry entry)
        => plan.Definition.Sealed || (entry.BridgeIndex is { } index && plan.State.OwnLinks.Any(l => l.Index == index));

    private static void Masquerade(LabScene scene, string bridge, IPNetwork subnet)
    {
        NamespaceContext host = scene.Host();
        var model = (Bridge)new LinkOperations(scene.Session).Describe(host, BridgeOperations.Find(host, new LinkReference(bridge)));
        var entry = new MasqueradeEntry(subnet, null, null, MasqueradeEntry.CommentOf(model));
        new Masquerading(scene.Session, host).Add(entry, enableForwarding: false, reuse: true);
        scene.Undo.Push($"no longer masquerade {subnet}", () => Remove(scene, entry));
    }

    // The entry names the bridge that it was made for, so that it goes with that bridge.
    private static void Retag(LabScene scene, MasqueradeEntry entry, string bridge)
    {
        Remove(scene, entry);
        scene.Undo.Push($"masquerade {entry.Subnet} as before", () => new Masquerading(scene.Session, scene.Host()).Add(entry, enableForwarding: false, reuse: true));
        Masquerade(scene, bridge, entry.Subnet);
    }

    private static void Remove(LabScene scene, MasqueradeEntry entry)
    {
        var masquerading = new Masquerading(scene.Session, scene.Host());
        masquerading.RemoveThoseThere([entry]);
        masquerading.Finish();
    }

    private void PlanPorts()
    {
        List<PortEntry> present = [.. plan.State.Ports.Where(p => IsOurs(p.Element.Comment)).Select(p => p.Entry)];
        HashSet<ulong> living = [.. plan.State.Nodes.Values.Select(n => n.Namespace?.Inode ?? 0)];
        foreach (LabNode node in plan.Definition.Nodes)
        {
            foreach (string port in node.Publish)
            {
                PortEntry[] wanted = [.. Entries(node, PortRequest.Parse(port))];
                PortEntry[] there = [.. present.Where(p => wanted.Contains(p))];
                present.RemoveAll(p => wanted.Contains(p));
                // A node that is made again has another namespace: what was published for the old one says so.
                bool isCurrent = there.All(t => plan.State.Ports.Any(p => p.Entry == t && ContainerTag.InodeOf(p.Element.Comment) is { } inode && living.Contains(inode)));
                if (there.Length < wanted.Length || !isCurrent || IsRecreated(node))
                    Publish(node, port, wanted, there.Length > 0 || plan.State.Ports.Any(p => IsInTheWay(p.Entry, wanted)));
            }
        }

        foreach (PortEntry extra in present)
            plan.Remove(LabPhase.RemovePorts, "Port", plan.Definition.Name, $"{extra.Name} to {extra.Target}", scene => Unpublish(scene, [extra]));
    }

    // A port knows the bridge that it goes by (for 127.0.0.1): one that leads to the same address by another bridge is published anew.
    private bool IsRecreated(LabNode node)
    {
        LabNodeState? state = plan.State.Nodes.GetValueOrDefault(node.Name);
        if (state?.Namespace?.Name != plan.Definition.NamespaceOf(node.Name) || PublishedBy(node) is not { } by)
            return true;
        LinkMessage? inner = state.Link(by.InterfaceAlias);
        LinkMessage? port = inner is null ? null : plan.State.Host?.Links.FirstOrDefault(l => l.Index == inner.Link && l.Link == inner.Index);
        return port?.Master is not { } master || master != plan.State.Host!.Link(by.Bridge)?.Index;
    }

    private bool IsOurs(string? comment)
        => plan.Definition.Sealed || (ContainerTag.InodeOf(comment) is { } inode && plan.State.Nodes.Values.Any(n => n.Namespace?.Inode == inode));

    // A node with several connections publishes through the first that has an address.
    private static LabConnection? PublishedBy(LabNode node) => node.Connections.FirstOrDefault(c => c.Addresses.Count > 0);

    // What Publish-ContainerPort makes of a text: an entry for each port and each family that the connection has an address of.
    private static IEnumerable<PortEntry> Entries(LabNode node, PortRequest request)
    {
        foreach (IPFamily family in (IPFamily[])[IPFamily.IPv4, IPFamily.IPv6])
        {
            IPAddress? target = PublishedBy(node)?.Addresses.FirstOrDefault(a => a.Family == family)?.Address;
            if (target is null || (request.HostAddress is { } host && Subnet.FamilyOf(host) != family))
                continue;
            IPAddress at = request.HostAddress ?? (family == IPFamily.IPv4 ? IPAddress.Any : IPAddress.IPv6Any);
            for (int i = 0; i < request.Count; i++)
                yield return new PortEntry(at, (ushort)(request.HostPort + i), request.Protocol ?? TransportProtocol.Tcp, null, target, (ushort)(request.ContainerPort + i));
        }
    }

    private void Publish(LabNode node, string port, PortEntry[] wanted, bool isChange)
    {
        string to = string.Join(", ", wanted.Select(w => w.Target).Distinct());
        void Run(LabScene scene)
        {
            Unpublish(scene, wanted);
            NamespaceContext host = scene.Host();
            var publisher = new PortPublisher(scene.Session, host);
            PublishTarget target = publisher.Targets.FromConnection(Connection(scene, host, node));
            publisher.Publish(PublishPlan.Create([PortRequest.Parse(port)], target, new PublishOptions()));
            publisher.Finish();
            scene.Undo.Push($"unpublish {port}", () => Unpublish(scene, wanted));
        }

        if (isChange)
            plan.Change(LabPhase.ChangePorts, "Port", $"{node.Name}:{port}", "leads elsewhere", to, Run);
        else
            plan.Create(LabPhase.Ports, "Port", $"{node.Name}:{port}", to, Run);
    }

    private static BridgeConnection Connection(LabScene scene, NamespaceContext host, LabNode node)
    {
        LabConnection by = PublishedBy(node)!;
        NetNamespace space = scene.NodeNamespace(node.Name);
        using NamespaceContext inside = scene.Session.Open(space);
        LinkMessage inner = inside.Route.GetLink(by.InterfaceAlias);
        return new BridgeConnection
        {
            Namespace = space,
            Bridge = (Bridge)new LinkOperations(scene.Session).Describe(host, BridgeOperations.Find(host, new LinkReference(by.Bridge))),
            HostLink = LinkFactory.Create(host.Route.GetLink(inner.Link!.Value), host.Namespace),
            Link = LinkFactory.Create(inner, space),
            IPAddress = [.. by.Addresses.Select(a => a.Address)],
            PrefixLength = [.. by.Addresses.Select(a => a.PrefixLength)],
        };
    }

    private static bool IsInTheWay(PortEntry entry, IEnumerable<PortEntry> wanted)
        => wanted.Any(w => w.HostPort == entry.HostPort && w.Protocol == entry.Protocol && w.HostAddress.Equals(entry.HostAddress));

    private static void Unpublish(LabScene scene, IReadOnlyCollection<PortEntry> entries)
    {
        NamespaceContext host = scene.Host();
        var unpublisher = new PortUnpublisher(scene.Session, host);
        if (!NatTable.Exists(host))
            return;
        unpublisher.UnpublishInAnyCase(unpublisher.Find((entry, _) => entry.Source is null && IsInTheWay(entry, entries)));
        unpublisher.Finish();
    }
}
