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
internal sealed partial class PortPublisher(OperationSession session, NamespaceContext context)
{
    private readonly NatFacts _facts = new(context);
    private readonly HashSet<IPFamily> _checked = [];

    /// <summary>Where it works.</summary>
    internal NetNamespace Namespace => context.Namespace;

    /// <summary>Finds targets, and the links that lead to them.</summary>
    internal TargetFinder Targets { get; } = new(session, context);

    /// <summary>Publishes all ports of a plan in one transaction, or none.</summary>
    /// <exception cref="NetNsException">PortAlreadyPublished with the present owner as its target; ExistingDiffers, KernelFeatureMissing, NotPermitted …</exception>
    internal IReadOnlyList<ContainerPort> Publish(PublishPlan plan)
    {
        session.Checkpoint();
        foreach ((IPAddress address, _) in plan.Target.Ends)
            CheckForwarding(Subnet.FamilyOf(address), plan.Options.EnableForwarding);
        Tell(plan);
        try
        {
            Commit(plan);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, plan.Name);
        }

        var made = new ContainerPort[plan.Entries.Count];
        for (int i = 0; i < made.Length; i++)
            made[i] = Describe(plan.Entries[i], plan.Target);
        return made;
    }

    private ContainerPort Describe(PortEntry entry, PublishTarget target)
    {
        TargetLink? link = target.EndOf(entry.HostAddress).Link;
        return _facts.Describe(entry, target.Container, link?.NetworkOf(entry.Target), link?.LoopbackLeadsHere ?? false, null);
    }

    private void CheckForwarding(IPFamily family, bool enable)
    {
        if (!_checked.Add(family) || _facts.Forwards(family))
            return;
        if (enable)
        {
            new ForwardingOperations(session).Set(context, family, null, enabled: true);
            _facts.NoteForwarding(family);
            return;
        }

        context.Reporter.Warn($"{family} forwarding is off{context.Namespace.Suffix}: only the host itself reaches what is published. Switch it on with -EnableForwarding, or Enable-NetForwarding.");
    }

    private void Commit(PublishPlan plan)
    {
        for (int attempt = 1; ; attempt++)
        {
            NfBatch? sent = null;
            try
            {
                if (NeedsPreparation(plan))
                    CommitWithLinks(plan, b => sent = b);
                else
                    context.NfTables.Commit(sent = AddElements(new NfBatch(), plan));
                return;
            }
            catch (NetlinkException e) when (e.Errno == Errno.ENOENT && attempt == 1)
            {
                // Somebody unpublished the last port meanwhile, and the table went with it.
                ForgetPreparations(plan);
            }
            catch (NetlinkException e) when (e.Errno is Errno.EEXIST or Errno.ENOTEMPTY)
            {
                if (FindConflict(plan, sent!, e) is { } conflict)
                    throw conflict;
                if (attempt == 10)
                    throw; // what was in the way each time was gone when it was looked for
            }
        }
    }

    private static NfBatch AddElements(NfBatch batch, PublishPlan plan)
    {
        foreach (IGrouping<string, PortEntry> map in plan.Entries.GroupBy(e => e.Map))
        {
            batch.AddElements(NatTable.In(map.Key, [.. map.Select(e => e.ToElement(plan.Target.Tag))]));
        }

        return batch;
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

    private ContainerPort Existing(PortEntry entry, SetElement element) => new PublishedPorts(session, context, _facts).Describe(entry, element);

    private NetNsException AlreadyPublished(PortEntry entry, ContainerPort owner, Exception? inner) => new(NetNsError.PortAlreadyPublished,
        $"{entry.Name} is published already{context.Namespace.Suffix}: it leads to {owner.Target}{(owner.ContainerNamespace is { } container ? $" in namespace {container}" : "")}.", owner,
        $"Choose another port, 0 for a free one, or take it back first with: Unpublish-ContainerPort {entry.HostPort} -Protocol {entry.Protocol}", inner);

    private void Tell(PublishPlan plan)
    {
        if (!context.Reporter.WantsSteps)
            return;
        foreach (IGrouping<string, PortEntry> map in plan.Entries.GroupBy(e => e.Map))
            context.Reporter.Step($"Publish {plan.Name} to {plan.Target}{context.Namespace.Suffix}", NftText.AddElement(context, map.Key, map.Select(e => NftText.Of(e, plan.Target.Tag))));
    }
}
