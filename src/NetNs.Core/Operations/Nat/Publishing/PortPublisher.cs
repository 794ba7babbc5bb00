using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// Publishes ports in one namespace, for a whole pipeline: what is around is looked at once, and then each port is one element in
/// one transaction.
/// </summary>
/// <param name="session">What to work with; must outlive it.</param>
/// <param name="context">Where ports are published; must outlive it.</param>
internal sealed partial class PortPublisher(OperationSession session, NamespaceContext context) : IHostWork
{
    private readonly Reachability _facts = new(context);
    private readonly PortListeners _listeners = new(context);
    private readonly ForwardBlockers _blockers = new(context);
    private readonly ForeignNat _foreign = new(context);
    private readonly HashSet<PortEntry> _shadowed = [];
    private readonly StaleConnections _stale = new(context);
    private readonly HashSet<IPFamily> _checked = [];
    private readonly HashSet<int> _checkedLinks = [];
    private readonly HashSet<IPAddress> _checkedAddresses = [];

    // Ports of namespaces that have gone, which the present plan takes over, with their elements.
    private readonly List<(PortEntry Entry, SetElement Element)> _taken = [];
    private PublishedPorts? _ports;
    private FreePorts? _free;

    /// <inheritdoc/>
    public NamespaceContext Context => context;

    /// <summary>Finds targets, and the links that lead to them.</summary>
    internal TargetFinder Targets { get; } = new(session, context);

    /// <summary>Publishes all ports of a plan in one transaction, or none.</summary>
    /// <exception cref="NetNsException">PortAlreadyPublished with the present owner as its target; ExistingDiffers, NoFreePort, KernelFeatureMissing, NotPermitted …</exception>
    internal IReadOnlyList<ContainerPort> Publish(PublishPlan plan)
    {
        session.Checkpoint();
        using Undo? undo = plan.Options.EnableForwarding ? new Undo(session.Reporter) : null;
        CheckSurroundings(plan, undo);
        Dictionary<PortEntry, SetElement>? present = plan.Options.Reuse ? [] : null;
        IReadOnlyList<PortEntry> published;
        try
        {
            published = Commit(plan, present);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, plan.Name);
        }

        undo?.Keep();
        var result = new ContainerPort[published.Count];
        for (int i = 0; i < result.Length; i++)
        {
            _stale.NotePublished(published[i]);
            result[i] = present?.GetValueOrDefault(published[i]) is { } element ? Existing(published[i], element) : Describe(published[i], plan.Target);
        }

        return result;
    }

    /// <summary>Checks that none of the ports is published, wherever they shall lead.</summary>
    /// <exception cref="NetNsException">PortAlreadyPublished.</exception>
    internal void CheckFree(PublishPlan plan)
    {
        foreach (PortEntry entry in plan.Entries.Where(e => e.HostPort != 0))
        {
            if (NatTable.Exists(context) && NatTable.Find(context, entry.Map, entry.ToElement(null)) is { } present)
                throw AlreadyPublished(entry, Existing(PortEntry.Parse(entry.Sets, entry.Map, present), present), null);
        }
    }

    /// <summary>After the last port: makes the kernel forget UDP connections that still go where these ports led before.</summary>
    public void Finish()
    {
        _blockers.WarnNoted();
        CheckAllowed();
        _stale.Forget();
    }

    /// <inheritdoc/>
    public void Abandon()
    {
        // Each port was published completely, or not at all.
    }

    private ContainerPort Describe(PortEntry entry, PublishTarget target)
    {
        TargetLink? link = target.EndOf(entry.HostAddress).Link;
        TargetReach reach = target.Reach with { Link = link?.Index, IsReached = target.Reach.IsReached && link is not null };
        return _facts.Describe(entry, target.Container, link?.NetworkOf(entry.Target), link?.LoopbackLeadsHere ?? false, reach, _shadowed.Contains(entry) ? ContainerPortState.Shadowed : ContainerPortState.Active, null, target.HostEnd);
    }

    // Returns the entries as they are published: with free ports where those were asked for.
    private IReadOnlyList<PortEntry> Commit(PublishPlan plan, Dictionary<PortEntry, SetElement>? present)
    {
        if (present is null && context.Rehearsal is not null)
            CheckFree(plan); // else the kernel does
        for (int attempt = 1; ; attempt++)
        {
            NfBatch? sent = null;
            try
            {
                if (present is not null)
                    FindPresent(plan, present);
                if (plan.Free.Count > 0 || attempt > 1 || _taken.Count > 0 || NeedsPreparation(plan))
                    return CommitWithLinks(plan, present, b => sent = b);
                Tell(plan.Target, plan.Entries, present);
                sent = AddElements(new NfBatch(_generation), plan.Target, plan.Entries, present);
                AddThrough(sent, plan, plan.Entries);
                if (sent.Count > 0)
                {
                    context.NfTables.Commit(sent);
                    _generation = _generation == uint.MaxValue ? 1 : _generation + 1;
                }

                return plan.Entries;
            }
            catch (NetlinkException e) when (WasRefused(e))
            {
                ForgetPreparations(plan);
            }
            catch (NetlinkException e) when (e.Errno is Errno.ENOENT or Errno.ERESTART && attempt == 1)
            {
                // Somebody changed the ruleset meanwhile: our rules may be gone, and the table with the last port.
                ForgetPreparations(plan);
            }
            catch (NetlinkException e) when (e.Errno == Errno.ENOENT && NatTable.Exists(context))
            {
                throw new NetNsException(NetNsError.KernelRefused, $"Table inet {NatRuleset.Table}{context.Namespace.Suffix} is not as this module makes it: {e.Message}", NatRuleset.Table,
                    $"If nobody needs it, remove it with: nft delete table inet {NatRuleset.Table}", e);
            }
            catch (NetlinkException e) when (e.Errno is Errno.EEXIST or Errno.ENOTEMPTY)
            {
                if (present is null && FindConflict(plan, sent!, e) is { } conflict)
                    throw conflict;
                ForgetPreparations(plan);
                if (attempt == 10)
                    throw; // what was in the way each time was gone when it was looked for
            }
        }
    }

    private NfBatch AddElements(NfBatch batch, PublishTarget target, IReadOnlyList<PortEntry> entries, Dictionary<PortEntry, SetElement>? present)
    {
        foreach (var map in _taken.GroupBy(t => t.Entry.Map))
            batch.DeleteElements(NatTable.In(map.Key, [.. map.Select(t => SubnetElement.KeyOf(t.Element))]));
        foreach ((string map, List<PortEntry> own) in ByMap(entries, present))
            batch.AddElements(NatTable.In(map, own.ConvertAll(e => e.ToElement(target.Tag))));
        return batch;
    }

    // Those that are not there already, by the map that they go to.
    private static Dictionary<string, List<PortEntry>> ByMap(IReadOnlyList<PortEntry> entries, Dictionary<PortEntry, SetElement>? present)
    {
        Dictionary<string, List<PortEntry>> maps = [];
        foreach (PortEntry entry in entries)
        {
            if (present?.ContainsKey(entry) == true)
                continue;
            if (!maps.TryGetValue(entry.Map, out List<PortEntry>? map))
                maps.Add(entry.Map, map = new List<PortEntry>(entries.Count));
            map.Add(entry);
        }

        return maps;
    }

    // Those of the ports that are published just so already.
    private void FindPresent(PublishPlan plan, Dictionary<PortEntry, SetElement> present)
    {
        present.Clear();
        _taken.Clear();
        _ports = null; // what was read for an earlier attempt may not be so any more
        foreach (PortEntry entry in plan.Entries)
        {
            if (entry.HostPort == 0 || NatTable.Find(context, entry.Map, entry.ToElement(null)) is not { } element)
                continue;
            PortEntry there = PortEntry.Parse(entry.Sets, entry.Map, element);
            ContainerPort existing = Existing(there, element);
            bool leadsThere = there.Target.Equals(entry.Target) && there.TargetPort == entry.TargetPort;
            ulong? inode = ContainerTag.InodeOf(element.Comment);
            // Whom it was published for has gone, or does not have the address any more: nobody is deprived of it.
            if (existing.State == ContainerPortState.Stale && (!leadsThere || inode != plan.Target.Container?.Inode))
            {
                _taken.Add((entry, element));
                continue;
            }

            string? difference = !leadsThere ? $"it leads to {existing.Target}"
                : plan.Target.Container is { } wanted && inode is not null && inode != wanted.Inode ? $"it was published for {existing.ContainerNamespace}"
                : null;
            if (difference is not null)
            {
                throw new NetNsException(NetNsError.ExistingDiffers, $"{entry.Name} is published already{context.Namespace.Suffix}, but {difference}.", existing,
                    $"Choose another port, or take it back first with: Unpublish-ContainerPort {entry.HostPort} -Protocol {entry.Protocol}{NamespaceWord}");
            }

            present.Add(entry, element);
        }
    }

    // The port that is in the way, and whose it is; null where it is not any more.
    private NetNsException? FindConflict(PublishPlan plan, NfBatch batch, NetlinkException failure)
    {
        SetElement? culprit = batch.ElementOf(failure);
        foreach (PortEntry entry in plan.Entries)
        {
            SetElement wanted = entry.ToElement(null);
            if (culprit is not null && !wanted.Key.AsSpan().SequenceEqual(culprit.Key))
                continue;
            if (NatTable.Find(context, entry.Map, wanted) is { } present)
                return AlreadyPublished(entry, Existing(PortEntry.Parse(entry.Sets, entry.Map, present), present), failure);
        }

        return null;
    }

    private ContainerPort Existing(PortEntry entry, SetElement element) => (_ports ??= new PublishedPorts(session, context, _facts)).Describe(entry, element);

    private NetNsException AlreadyPublished(PortEntry entry, ContainerPort owner, Exception? inner)
    {
        string clients = owner.SourcePrefix is { } prefix ? $" for clients in {prefix}" : "";
        string whose = owner.ContainerNamespace is { } container ? $" in namespace {container}" : "";
        string takeBack = $"Unpublish-ContainerPort {entry.HostPort} -Protocol {entry.Protocol}{NamespaceWord}";
        return owner.State == ContainerPortState.Stale
            ? new NetNsException(NetNsError.PortAlreadyPublished, $"{entry.Name} is published already{clients}{context.Namespace.Suffix}: it leads to {owner.Target}{whose}, which has gone.", owner,
                $"Take it over with -IfExists Reuse, or take it back first with: {takeBack}", inner)
            : new NetNsException(NetNsError.PortAlreadyPublished, $"{entry.Name} is published already{clients}{context.Namespace.Suffix}: it leads to {owner.Target}{whose}.", owner,
                $"Choose another port, 0 for a free one, or take it back first with: {takeBack}", inner);
    }

    // What a command line needs to act here.
    private string NamespaceWord => context.IsCurrent ? "" : PowerShellText.Parameter("Namespace", context.Namespace.ToString());

    private void Tell(PublishTarget target, IReadOnlyList<PortEntry> entries, Dictionary<PortEntry, SetElement>? present)
    {
        if (!context.Reporter.WantsSteps)
            return;
        foreach (var map in _taken.GroupBy(t => t.Entry.Map))
            context.Reporter.Step($"Take over {string.Join(", ", map.Select(t => t.Entry.Name))}{context.Namespace.Suffix}: whom it was published for has gone", NftText.DeleteElement(context, map.Key, map.Select(t => NftText.KeyOf(t.Entry))));
        foreach ((string map, List<PortEntry> own) in ByMap(entries, present))
            context.Reporter.Step($"Publish {string.Join(", ", own.Select(e => e.Name))} to {target}{context.Namespace.Suffix}", NftText.AddElement(context, map, own.Select(e => NftText.Of(e, target.Tag))));
    }
}
