using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Labs: creates and converges them, compares them with their definitions, lists and removes them. What exists is read from the kernel alone.</summary>
internal sealed class LabOperations(OperationSession session)
{
    // What a step takes with it (routes with an address, the other end of a cable) is put right by the next pass.
    private const int MaxPasses = 4;

    /// <summary>What <see cref="Set"/> would do.</summary>
    /// <exception cref="NetNsException">ExistingDiffers, NamespaceAlreadyExists: what stands in the way.</exception>
    internal IReadOnlyList<NetLabChange> Compare(LabDefinition definition) => [.. Plan(definition).Steps.Select(s => s.Change)];

    /// <summary>Makes a lab what its definition describes. Where something fails, what this run created and changed is taken back.</summary>
    /// <param name="definition">The lab.</param>
    /// <param name="confirm">Asked once with what is going to be done; false leaves everything as it is.</param>
    /// <param name="onChange">Gets each change when it is done.</param>
    /// <param name="onProgress">Gets the number of steps that are done, the number of all, and the next one in words.</param>
    /// <exception cref="NetNsException">What the kernel refused, in the words of the step.</exception>
    internal void Set(LabDefinition definition, Func<IReadOnlyList<LabStep>, bool>? confirm = null, Action<NetLabChange>? onChange = null, Action<int, int, string>? onProgress = null)
    {
        using LabLock turn = LabLock.Acquire(session, definition.Name);
        LabPlan plan = Plan(definition);
        if (plan.Steps.Count > 0 && confirm?.Invoke(plan.Steps) == false)
            return;
        for (int pass = 0; plan.Steps.Count > 0 && pass < MaxPasses; pass++)
        {
            Run(plan, onChange, onProgress);
            // What was only created is as it was asked for; it takes nothing with it.
            if (plan.Steps.All(s => s.Change.Action == NetLabAction.Create))
                return;
            plan = Plan(definition);
        }

        if (plan.Steps.Count > 0)
        {
            throw new NetNsException(NetNsError.KernelRefused, $"Lab '{definition.Name}' does not stay as its definition describes it: '{plan.Steps[0].Change}' is still to be done. Something else changes the lab.", definition.Name,
                "See what differs with Compare-NetLab.");
        }
    }

    /// <summary>All labs, in the order of their names.</summary>
    /// <param name="wanted">Which names.</param>
    internal IReadOnlyList<NetLab> List(Func<string, bool> wanted)
    {
        IEnumerable<string> inNamespaces = new LabFinder(session).Find().Select(f => f.Label.Lab);
        IEnumerable<string> here = session.Current.Route.DumpLinks().Select(l => LabLabel.Parse(l.Alias)).OfType<LabLabel>().Where(l => l.Kind == LabLabel.Bridge).Select(l => l.Lab);
        return [.. inNamespaces.Concat(here).Distinct().Where(wanted).Order(StringComparer.Ordinal).Select(n => Describe(LabState.Read(session, n, null)))];
    }

    /// <summary>Removes a lab with everything that belongs to it.</summary>
    /// <exception cref="NetNsException">LabNotFound, NamespaceBusy, NotPermitted, TimedOut.</exception>
    internal void Remove(string name)
    {
        using LabLock turn = LabLock.Acquire(session, name);
        LabState state = LabState.Read(session, name, null);
        if (state.IsEmpty)
            throw NotFound(name);
        LabRemoval.Remove(session, state);
    }

    /// <summary>The error for a lab that does not exist.</summary>
    internal static NetNsException NotFound(string name) => new(NetNsError.LabNotFound, $"There is no lab '{name}'.", name, "List the labs with Get-NetLab, or create one with Set-NetLab.");

    private LabPlan Plan(LabDefinition definition) => LabPlan.Make(definition, LabState.Read(session, definition.Name, definition), session);

    private void Run(LabPlan plan, Action<NetLabChange>? onChange, Action<int, int, string>? onProgress)
    {
        using var scene = new LabScene(session, plan.Definition, plan.NodesToCreate);
        for (int i = 0; i < plan.Steps.Count; i++)
        {
            LabStep step = plan.Steps[i];
            session.Checkpoint();
            onProgress?.Invoke(i, plan.Steps.Count, step.Change.ToString());
            // What is removed does not come back: from here on a run goes forward only.
            if (step.Phase >= LabPhase.RemoveProcesses)
                scene.Undo.Keep();
            step.Run(scene);
            onChange?.Invoke(step.Change);
        }

        scene.Undo.Keep();
    }

    private NetLab Describe(LabState state)
    {
        LabNodeState host = state.SealedHost ?? state.Current!;
        string[] nodes = [.. state.Nodes.Keys.Order(StringComparer.Ordinal)];
        LabLabel[] cables = [.. state.Nodes.Values.SelectMany(n => n.Links).Select(l => LabLabel.Parse(l.Alias)).OfType<LabLabel>().Where(l => l.Kind == LabLabel.Cable)];
        IEnumerable<LinkMessage> bridges = (state.SealedHost?.Links ?? [.. state.OwnLinks]).Where(l => l.Kind is BridgeKind);
        HashSet<ulong> inodes = [.. state.Nodes.Values.Select(n => n.Namespace!.Inode)];
        var ports = new PublishedPorts(session, session.In(host.Namespace));
        return new NetLab
        {
            Name = state.Name,
            Nodes = nodes,
            Namespaces = [.. nodes.Select(n => state.Nodes[n].Namespace!)],
            Bridges = [.. bridges.Select(b => b.Name!)],
            Links = [.. cables.Select(c => c.Name).Distinct().Order(StringComparer.Ordinal)],
            Ports = [.. state.Ports.Where(p => ContainerTag.InodeOf(p.Element.Comment) is { } inode && inodes.Contains(inode)).Select(p => ports.Describe(p.Entry, p.Element))],
            Sealed = state.SealedHost is not null,
            State = IsComplete(state, cables) ? NetLabState.Complete : NetLabState.Incomplete,
            Namespace = host.Namespace!,
        };
    }

    // Each cable has two ends, and each connection a bridge at its other end.
    private static bool IsComplete(LabState state, LabLabel[] cables)
        => cables.GroupBy(c => c.Name).All(c => c.Count() == 2)
            && state.Nodes.Values.SelectMany(n => n.Links).Where(l => LabLabel.Parse(l.Alias) is { Kind: LabLabel.Bridge }).All(l => state.Host?.Links.Any(h => h.Index == l.Link && h.Master is not (null or 0)) == true);
}
