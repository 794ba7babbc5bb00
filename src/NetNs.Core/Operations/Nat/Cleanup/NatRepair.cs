using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Something to put right.</summary>
/// <param name="Result">What it is, as it is reported afterwards.</param>
/// <param name="Intent">What is to be done, for a question: "Remove published port".</param>
/// <param name="Work">Does it.</param>
internal sealed record RepairStep(NetRepair Result, string Intent, Action Work);

/// <summary>
/// Finds what a flush of the ruleset, a restart of a container engine or a killed command left in one namespace. Finding changes nothing;
/// each step is done by itself.
/// </summary>
/// <param name="session">What to work with; must outlive it.</param>
/// <param name="context">The namespace; must outlive it.</param>
internal sealed class NatRepair(OperationSession session, NamespaceContext context)
{
    private readonly PortUnpublisher _unpublisher = new(session, context, warns: false);
    private readonly Masquerading _masquerading = new(session, context);
    private bool _isTableTouched;

    /// <summary>All that is to be done, in the order in which it should be.</summary>
    /// <exception cref="NetNsException">NotPermitted, KernelRefused where the table is not ours.</exception>
    internal IReadOnlyList<RepairStep> Find() => Failure.Translate(Search, "look for what was left behind", context.Namespace);

    /// <summary>After the last step: takes away what nothing needs any more.</summary>
    internal void Finish()
    {
        _unpublisher.Finish();
        _masquerading.Finish();
        if (_isTableTouched)
            new NatCleanup(context).Run();
    }

    private List<RepairStep> Search()
    {
        List<RepairStep> steps = [];
        List<LinkMessage> links = context.Route.DumpLinks();
        RulesetCheck? check = Check();
        if (check?.Table is not null)
        {
            check.ThrowIfForeign(context);
            if (check.Problem is { } problem)
                steps.Add(Step(NetRepairKind.Ruleset, $"inet {NatRuleset.Table}", "Put right", problem, "Put the rules right", PutRight));
            int ports = AddPorts(steps), subnets = AddSubnets(steps, links);
            if (ports == 0 && subnets == 0)
                steps.Add(Step(NetRepairKind.Table, $"inet {NatRuleset.Table}", "Removed", "nothing is published or masqueraded", "Remove empty table", () => _isTableTouched = true));
        }

        if (check is not null)
            AddThrough(steps, check.Table is not null);
        foreach (LinkMessage link in links.Where(UnfinishedLink.IsAbandoned))
            steps.Add(Step(NetRepairKind.Link, link.Name!, "Removed", "the command that made it was killed before it was finished", "Remove unfinished link", () => Remove(link)));
        HashSet<int> needed = check?.Table is null ? [] : [.. NatTable.Read(context, NatSets.Loopback).Select(LoopbackElement.LinkOf)];
        foreach (LinkMessage link in links.Where(l => LoopbackSwitch.IsOurs(l) && !needed.Contains(l.Index)))
            steps.Add(Step(NetRepairKind.Sysctl, LoopbackSwitch.NameFor(link.Name!), "Switched off", "it was switched on for published ports, and none needs it", "Switch off", () => LoopbackSwitch.Off(context, link.Index)));
        return steps;
    }

    // A kernel without nf_tables publishes nothing.
    private RulesetCheck? Check()
    {
        try
        {
            return RulesetCheck.Of(context);
        }
        catch (NetNsException e) when (e.Error == NetNsError.KernelFeatureMissing)
        {
            return null;
        }
    }

    private int AddPorts(List<RepairStep> steps)
    {
        IReadOnlyList<ContainerPort> ports = _unpublisher.Find((_, _) => true);
        foreach (ContainerPort port in ports.Where(p => p.State == ContainerPortState.Stale))
        {
            string reason = port.ContainerNamespace is { } owner ? $"namespace {owner} has gone, or does not have {port.ContainerAddress} any more" : "its container has gone";
            steps.Add(Step(NetRepairKind.ContainerPort, port.ToString(), "Removed", reason, "Remove published port", () =>
            {
                if (_unpublisher.Unpublish([port]) is [{ } refused, ..])
                    throw refused;
            }));
        }

        return ports.Count;
    }

    // What -AllowThrough put into chains of others goes with its port; whoever flushed our table took only the port.
    private void AddThrough(List<RepairStep> steps, bool isTableThere)
    {
        var through = new ThroughRules(context);
        HashSet<string> needed = isTableThere ? [.. PublishedPorts.Read(context).Select(p => ThroughRules.TagOf(p.Entry))] : [];
        foreach (IGrouping<string, RuleMessage> rules in through.Read().Where(r => !needed.Contains(ThroughRules.TagOf(r)!)).GroupBy(r => ThroughRules.TagOf(r)!))
        {
            string place = string.Join(", ", rules.Select(r => $"{FirewallOperations.WordOf(r.Family)} {r.Table} {r.Chain}").Distinct());
            steps.Add(Step(NetRepairKind.FirewallRule, place, "Removed", $"it let {ThroughRules.PortIn(rules.Key)} through, which is not published any more", "Remove rule", () => context.NfTables.CommitGuarded(generation =>
            {
                var batch = new NfBatch(generation);
                through.Delete(batch, through.Read().Where(r => ThroughRules.TagOf(r) == rules.Key));
                return batch;
            })));
        }
    }

    private int AddSubnets(List<RepairStep> steps, List<LinkMessage> links)
    {
        HashSet<int> present = [.. links.Select(l => l.Index)];
        MasqueradeEntry[] entries = [.. NatSets.Both.SelectMany(s => MasqueradeEntry.Read(context, s)).Select(e => e.Entry)];
        foreach (MasqueradeEntry entry in entries.Where(e => e.BridgeIndex is { } bridge && !present.Contains(bridge)))
            steps.Add(Step(NetRepairKind.Masquerade, entry.Name, "Removed", $"bridge {entry.BridgeName} has gone", "Remove masquerade", () => _masquerading.Remove([entry])));
        return entries.Length;
    }

    private void PutRight()
    {
        context.NfTables.CommitGuarded(generation =>
        {
            var batch = new NfBatch(generation);
            if (RulesetCheck.Of(context) is { Table: not null })
                NatTable.Ensure(context, batch, warns: false);
            return batch;
        });
    }

    private void Remove(LinkMessage link)
    {
        try
        {
            context.Step($"Remove {link.Name}", $"link delete {ShellText.Link(link.Name!)}");
            context.Route.DeleteLink(link.Index);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            // It has gone meanwhile.
        }
    }

    private RepairStep Step(NetRepairKind kind, string target, string action, string reason, string intent, Action work)
        => new(new NetRepair { Kind = kind, Target = target, Action = action, Reason = reason, Namespace = context.Namespace }, intent, () => Failure.Translate(() =>
        {
            work();
            return true;
        }, intent, target));
}
