using System.Net;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Plans the namespaces of nodes, their connections to bridges, their sysctls and their routes.</summary>
internal sealed class LabNodePlanner(LabPlan plan, OperationSession session)
{
    /// <summary>The MTU of bridges and links that the definition gives none, in bytes. A lab sets it, so that it does not depend on what else is connected.</summary>
    internal const int DefaultMtu = 1500;

    private readonly LabDefinition _definition = plan.Definition;

    internal void Plan(LabNode node)
    {
        LabNodeState? present = plan.State.Nodes.GetValueOrDefault(node.Name);
        if (present?.Namespace?.Name != _definition.NamespaceOf(node.Name))
        {
            // The Prefix changed: the node is created under its new name, and the old one is removed at last.
            present = null;
            string name = _definition.NamespaceOf(node.Name);
            CheckFree(session, plan, name);
            plan.Create(LabPhase.Nodes, "Namespace", node.Name, name, scene => scene.CreateNamespace(name, new LabLabel(_definition.Name, LabLabel.Node, node.Name)));
        }

        LabNodeState state = present ?? new LabNodeState();
        List<LabRoute> defaults = [.. DefaultRoutes(node)];
        foreach (LabConnection connection in node.Connections)
            Plan(node, connection, state, defaults);
        new LabSysctlPlanner(plan).Plan(node, state);
        new LabRoutePlanner(plan).Plan(node, state, [.. defaults, .. node.Routes]);
    }

    /// <summary>Throws where a name belongs to a namespace that is not the lab's.</summary>
    /// <exception cref="NetNsException">NamespaceAlreadyExists.</exception>
    internal static void CheckFree(OperationSession session, LabPlan plan, string name)
    {
        if (session.Store.Find(name) is not { Identity: not null })
            return; // free, or a file that a killed process left: creating it says more
        throw new NetNsException(NetNsError.NamespaceAlreadyExists, $"Lab '{plan.Definition.Name}' needs the network namespace '{name}', but one of that name exists that is not a part of the lab. Nothing was changed.", name,
            "Give the lab another Name or Prefix, or rename or remove that namespace first.");
    }

    // What the definition says comes first, then links that are marked, then the bridges in order; one route of each family.
    private IEnumerable<LabRoute> DefaultRoutes(LabNode node)
    {
        foreach (IPFamily family in (IPFamily[])[IPFamily.IPv4, IPFamily.IPv6])
        {
            if (node.Routes.Any(r => r.Options is { Destination.PrefixLength: 0, Metric: null } o && o.Family == family))
                continue;
            IPAddress? gateway = _definition.Cables.SelectMany(c => c.Ends).Where(e => e.Node == node.Name).SelectMany(e => e.Gateways).FirstOrDefault(g => Subnet.FamilyOf(g) == family);
            if (gateway is null && node.DefaultRoute)
                gateway = node.Connections.Select(c => GatewayOf(c, family)).FirstOrDefault(g => g is not null);
            if (gateway is not null)
                yield return new LabRoute(new RouteOptions { Destination = family == IPFamily.IPv4 ? Subnet.AllIPv4 : Subnet.AllIPv6, NextHops = [gateway] }, null);
        }
    }

    private IPAddress? GatewayOf(LabConnection connection, IPFamily family)
        => _definition.Bridges.First(b => b.Name == connection.Bridge).Addresses.FirstOrDefault(b => b.Family == family && connection.Addresses.Any(a => a.Contains(b.Address)))?.Address;

    private void Plan(LabNode node, LabConnection connection, LabNodeState state, List<LabRoute> defaults)
    {
        string target = $"{node.Name}:{connection.InterfaceAlias}";
        int mtu = connection.Mtu ?? _definition.Bridges.First(b => b.Name == connection.Bridge).Mtu ?? DefaultMtu;
        LinkMessage? inner = state.Link(connection.InterfaceAlias);
        LinkMessage? port = inner?.Kind is VethKind ? plan.State.Host?.Links.FirstOrDefault(l => l.Index == inner.Link && l.Link == inner.Index && l.Kind is VethKind) : null;
        if (inner is null || port?.Master is null or 0)
        {
            CreateConnection(node, connection, mtu, state, defaults, isReplaced: inner is not null);
            return;
        }

        string? bridge = plan.State.Host!.Links.FirstOrDefault(l => l.Index == port.Master)?.Name;
        if (bridge != connection.Bridge)
            plan.Change(LabPhase.Cables, "Connection", target, $"on {bridge}", $"on {connection.Bridge}", scene => MovePort(scene, connection, port.Index));
        PlanLink(target, inner, mtu, scene => scene.In(node.Name), connection.InterfaceAlias);
        PlanLink(port.Name!, port, mtu, scene => scene.Host(), port.Name!);
        string label = LabelOf(connection);
        if (inner.Alias != label)
            plan.Change(LabPhase.Links, "Connection", target, "without the lab's label", "with it", scene => ChangeLink(scene, scene.In(node.Name), connection.InterfaceAlias, l => new LinkMessage { Index = l.Index, Alias = label }, l => new LinkMessage { Index = l.Index, Alias = l.Alias ?? "" }));
        plan.PlanAddresses(target, [.. state.AddressesOf(inner)], connection.Addresses, scene =>
        {
            NamespaceContext context = scene.In(node.Name);
            return (context, context.Route.GetLink(connection.InterfaceAlias));
        });
    }

    private string LabelOf(LabConnection connection) => new LabLabel(_definition.Name, LabLabel.Bridge, connection.Bridge).ToString();

    private void CreateConnection(LabNode node, LabConnection connection, int mtu, LabNodeState state, List<LabRoute> defaults, bool isReplaced)
    {
        // The connection makes the default routes itself where both families go through it: one message less for each.
        IPAddress[] gateways = [.. ((IPFamily[])[IPFamily.IPv4, IPFamily.IPv6]).Select(f => GatewayOf(connection, f)).OfType<IPAddress>()];
        bool takesDefaults = gateways.Length > 0 && !state.Routes.Any(r => r.DestinationLength == 0) && gateways.All(g => defaults.Exists(d => d.Options.NextHops.Contains(g)));
        if (takesDefaults)
            defaults.RemoveAll(d => gateways.Contains(d.Options.NextHops[0]));
        var options = new ConnectOptions
        {
            Addresses = [.. connection.Addresses.Select(a => new RequestedAddress(a.Address, a.PrefixLength))],
            InterfaceAlias = connection.InterfaceAlias,
            HostInterfaceAlias = HostEnd(node, connection),
            DefaultRoute = takesDefaults,
            Mtu = mtu,
            Label = LabelOf(connection),
        };
        string after = $"on {connection.Bridge}{(connection.Addresses.Count == 0 ? "" : $", {string.Join(", ", connection.Addresses)}")}";
        // Right behind the namespace, so that the next one is made meanwhile.
        plan.Create(LabPhase.Nodes, "Connection", $"{node.Name}:{connection.InterfaceAlias}", after, scene =>
        {
            if (isReplaced)
                RemoveLink(scene, node.Name, connection.InterfaceAlias);
            BridgeConnection made = scene.Connector(connection.Bridge).Connect(scene.NodeNamespace(node.Name), options);
            scene.Undo.Push($"disconnect {node.Name} from {connection.Bridge}", () => scene.Host().Route.DeleteLink(made.HostLink.InterfaceIndex));
        });
    }

    // "web-eth0"; in the namespace of others with the lab's name before it. Too long a name is cut and gets a number that depends on it alone.
    private string HostEnd(LabNode node, LabConnection connection)
    {
        string name = $"{(_definition.Sealed ? node.Name : $"{_definition.Name}-{node.Name}")}-{connection.InterfaceAlias}";
        if (LinkName.IsValid(name))
            return name;
        string number = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(name)))[..6].ToLowerInvariant();
        return $"{name[..8]}-{number}";
    }

    private void PlanLink(string target, LinkMessage link, int mtu, Func<LabScene, NamespaceContext> where, string name)
    {
        if (link.Mtu != mtu)
            plan.Change(LabPhase.Links, "Link", target, $"MTU {link.Mtu}", $"MTU {mtu}", scene => ChangeLink(scene, where(scene), name, l => new LinkMessage { Index = l.Index, Mtu = (uint)mtu }, l => new LinkMessage { Index = l.Index, Mtu = l.Mtu }));
        if (!link.Flags.HasFlag(LinkFlags.Up))
            plan.Change(LabPhase.Links, "Link", target, "Down", "Up", scene => ChangeLink(scene, where(scene), name, l => new LinkMessage { Index = l.Index, Flags = LinkFlags.Up, Change = LinkFlags.Up }, l => new LinkMessage { Index = l.Index, Change = LinkFlags.Up }));
    }

    private static void ChangeLink(LabScene scene, NamespaceContext context, string name, Func<LinkMessage, LinkMessage> change, Func<LinkMessage, LinkMessage> back)
    {
        LinkMessage link = LinkOperations.Find(context, new LinkReference(name));
        scene.ChangeLink(context, change(link), back(link), $"change {name} back");
    }

    // The link keeps its index, and what goes through it only has to be learned anew.
    private static void MovePort(LabScene scene, LabConnection connection, int port)
    {
        NamespaceContext host = scene.Host();
        LinkMessage link = host.Route.GetLink(port);
        LinkMessage bridge = BridgeOperations.Find(host, new LinkReference(connection.Bridge));
        host.Step($"Move {link.Name} to bridge {bridge.Name}", $"link set {ShellText.Link(link.Name!)} master {ShellText.Quote(bridge.Name!)}");
        // The kernel takes it off the old bridge first; a port's settings begin anew.
        host.Route.Batch().ChangeLink(new LinkMessage { Index = port, Master = bridge.Index })
            .ChangeLink(new LinkMessage { Index = port, Port = new BridgePortKind { Hairpin = true }, Alias = new LabLabel(scene.Definition.Name, LabLabel.Bridge, connection.Bridge).ToString() }).Commit();
        scene.Undo.Push($"move {link.Name} back", () => scene.Host().Route.ChangeLink(new LinkMessage { Index = port, Master = link.Master }));
        scene.ForgetConnectors();
    }

    internal static void RemoveLink(LabScene scene, string node, string name)
    {
        NamespaceContext context = scene.In(node);
        if (context.Route.FindLink(name) is { } link)
            LinkRemoval.RemoveOne(context, link, (_, failure) => throw failure);
    }
}
