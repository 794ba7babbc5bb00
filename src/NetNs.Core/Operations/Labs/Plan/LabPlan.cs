using NetNs.Route;

namespace NetNs.Operations;

/// <summary>The steps from what a lab is to what its definition describes. Empty where nothing is to be done.</summary>
internal sealed class LabPlan
{
    private readonly List<LabStep> _steps = [];
    private HashSet<System.Net.IPAddress>? _wanted;

    private LabPlan(LabDefinition definition, LabState state)
    {
        Definition = definition;
        State = state;
    }

    /// <summary>What the lab shall be.</summary>
    internal LabDefinition Definition { get; }

    /// <summary>What it is.</summary>
    internal LabState State { get; }

    /// <summary>The steps in the order in which they are done.</summary>
    internal IReadOnlyList<LabStep> Steps { get; private set; } = [];

    /// <summary>Compares a definition with the kernel.</summary>
    internal static LabPlan Make(LabDefinition definition, LabState state, OperationSession session)
    {
        var plan = new LabPlan(definition, state);
        new LabHostPlanner(plan, session).Plan();
        new LabUplinkPlanner(plan, session).Plan();
        var nodes = new LabNodePlanner(plan, session);
        foreach (LabNode node in definition.Nodes)
            nodes.Plan(node);
        new LabCablePlanner(plan).Plan();
        new LabNatPlanner(plan).Plan();
        new LabHostsPlanner(plan).Plan();
        new LabProcessPlanner(plan).Plan();
        LabRemovalPlanner.Plan(plan);
        plan.Steps = [.. plan._steps.OrderBy(s => s.Phase)];
        return plan;
    }

    /// <summary>The nodes that the plan creates, in order.</summary>
    internal IEnumerable<string> NodesToCreate => Steps.Where(s => s is { Phase: LabPhase.Nodes, Change: { Kind: "Namespace" } }).Select(s => s.Change.Target);

    /// <summary>Adds a step that creates something.</summary>
    internal void Create(LabPhase phase, string kind, string target, string? after, Action<LabScene> run) => Add(phase, NetLabAction.Create, kind, target, null, after, run);

    /// <summary>Adds a step that changes something.</summary>
    internal void Change(LabPhase phase, string kind, string target, string? before, string? after, Action<LabScene> run) => Add(phase, NetLabAction.Change, kind, target, before, after, run);

    /// <summary>Adds a step that removes something.</summary>
    internal void Remove(LabPhase phase, string kind, string target, string? before, Action<LabScene> run) => Add(phase, NetLabAction.Remove, kind, target, before, null, run);

    /// <summary>Adds the steps from the addresses that a link has to those that it shall have.</summary>
    /// <param name="target">The link, for the user.</param>
    /// <param name="present">What it has.</param>
    /// <param name="wanted">What it shall have.</param>
    /// <param name="find">Finds the link.</param>
    internal void PlanAddresses(string target, IReadOnlyCollection<InterfaceAddress> present, IReadOnlyCollection<InterfaceAddress> wanted, Func<LabScene, (NamespaceContext, LinkMessage)> find)
    {
        foreach (InterfaceAddress address in wanted.Where(w => !present.Contains(w)))
        {
            Create(LabPhase.Addresses, "Address", target, address.ToString(), scene =>
            {
                (NamespaceContext context, LinkMessage link) = find(scene);
                AddAddress(scene, context, link, address);
            });
        }

        PlanRelease(target, present.Where(p => !wanted.Contains(p)), find);
        foreach (InterfaceAddress address in present.Where(p => !wanted.Contains(p) && !Wanted.Contains(p.Address)))
            Remove(LabPhase.RemoveAddresses, "Address", target, address.ToString(), scene => RemoveAddress(scene, find(scene), address));
    }

    /// <summary>Adds the steps that free addresses for other links, before those are created. All others stay as long as possible: connections may use them.</summary>
    /// <param name="target">The link that has the addresses, for the user.</param>
    /// <param name="addresses">Its addresses.</param>
    /// <param name="find">Finds the link.</param>
    /// <param name="bySubnet">Whether an address also goes where another bridge gets its subnet.</param>
    internal void PlanRelease(string target, IEnumerable<InterfaceAddress> addresses, Func<LabScene, (NamespaceContext, LinkMessage)> find, bool bySubnet = false)
    {
        foreach (InterfaceAddress address in addresses.Where(a => Wanted.Contains(a.Address) || (bySubnet && Definition.Bridges.Any(b => b.Addresses.Any(w => w.Network.Equals(a.Network))))))
            Remove(LabPhase.Release, "Address", target, address.ToString(), scene => RemoveAddress(scene, find(scene), address));
    }

    // Every address that the definition gives to something.
    private HashSet<System.Net.IPAddress> Wanted => _wanted ??= [.. Definition.Bridges.SelectMany(b => b.Addresses)
        .Concat(Definition.Nodes.SelectMany(n => n.Connections).SelectMany(c => c.Addresses)).Concat(Definition.Cables.SelectMany(c => c.Ends).SelectMany(e => e.Addresses)).Select(a => a.Address)];

    private static void AddAddress(LabScene scene, NamespaceContext context, LinkMessage link, InterfaceAddress address)
    {
        context.Step($"Give {link.Name} the address {address}", $"addr add {address} dev {ShellText.Quote(link.Name!)}{(address.Family == IPFamily.IPv6 ? " nodad" : "")}");
        AddressMessage message = address.ToMessage(link.Index, AddressFlags.NoDad);
        Failure.Translate(() =>
        {
            context.Route.AddAddress(message);
            return true;
        }, $"add address {address}", context.Namespace);
        NetNamespace where = context.Namespace;
        scene.Undo.Push($"remove address {address}", () => scene.Session.In(where).Route.DeleteAddress(message));
    }

    private static void RemoveAddress(LabScene scene, (NamespaceContext Context, LinkMessage Link) at, InterfaceAddress address)
    {
        (NamespaceContext context, LinkMessage link) = at;
        AddressMessage? found = context.Route.DumpAddresses(link: link.Index).Find(a => InterfaceAddress.From(a) == address);
        if (found is null)
            return; // the kernel took it with another one
        new AddressOperations(scene.Session).Remove(context, AddressFactory.Create(found, context.Namespace, link.Name!));
        NetNamespace where = context.Namespace;
        scene.Undo.Push($"bring address {address} back", () => scene.Session.In(where).Route.AddAddress(address.ToMessage(link.Index, AddressFlags.NoDad)));
    }

    private void Add(LabPhase phase, NetLabAction action, string kind, string target, string? before, string? after, Action<LabScene> run)
        => _steps.Add(new LabStep(phase, new NetLabChange { Lab = Definition.Name, Action = action, Kind = kind, Target = target, Before = before, After = after }, run));
}
