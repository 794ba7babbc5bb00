using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <content>What is done once for each link that leads to targets: clients on that link, and 127.0.0.1.</content>
internal sealed partial class PortPublisher
{
    private static bool NeedsPreparation(PublishPlan plan)
    {
        // Which clients are served already must be known, and stay so until the port is there.
        if (plan.Options.Source is not null)
            return true;
        foreach ((IPAddress address, TargetLink? link) in plan.Target.Ends)
        {
            if (link?.NetworkOf(address) is not { } network)
                continue;
            if (!link.Hairpins.Contains(network) || (!link.IsLoopbackPrepared && plan.Entries.Exists(e => e.WantsLoopback)))
                return true;
        }

        return false;
    }

    private static void ForgetPreparations(PublishPlan plan)
    {
        foreach ((_, TargetLink? link) in plan.Target.Ends)
        {
            link?.Hairpins.Clear();
            link?.IsLoopbackPrepared = false;
        }
    }

    // All of it in the same transaction as the ports: the guard of 127.0.0.0/8 is there before route_localnet is switched on.
    private IReadOnlyList<PortEntry> CommitWithLinks(PublishPlan plan, Dictionary<PortEntry, SetElement>? present, Action<NfBatch> onSend)
    {
        TargetLink[] toLoopback = [.. plan.Entries.Where(e => e.WantsLoopback)
            .Select(e => plan.Target.IPv4.Link is { IsLoopbackPrepared: false } link && link.NetworkOf(e.Target) is not null ? link : null)
            .OfType<TargetLink>().Distinct()];
        // Whoever takes the last port back switches route_localnet off again: not in between.
        using NamespaceLock? alone = toLoopback.Length > 0 ? NatLock.Acquire(context) : null;
        TargetLink[] toSwitch = [.. toLoopback.Where(l => !_facts.RouteLocalNet(l.Name))];
        IReadOnlyList<PortEntry> entries = plan.Entries;
        context.NfTables.CommitGuarded(generation =>
        {
            var batch = new NfBatch(generation);
            bool isNew = !NatTable.Exists(context);
            if (isNew)
                NatTable.Make(context, batch);
            foreach ((IPAddress address, TargetLink? link) in plan.Target.Ends)
            {
                if (link?.NetworkOf(address) is { } network && !link.Hairpins.Contains(network))
                    AddHairpin(batch, network, isNew);
            }

            foreach (TargetLink link in toLoopback)
                AddLoopback(batch, link.Name, isNew, toSwitch.Contains(link));
            if (!isNew)
                CheckClients(plan, present);
            if (plan.Free.Count > 0)
                entries = (_free ??= new FreePorts(context, _listeners)).Fill(plan, generation);
            Tell(plan.Target, entries, present);
            AddElements(batch, plan.Target, entries, present);
            onSend(batch);
            return batch;
        });
        _free?.Note(entries);
        foreach ((IPAddress address, TargetLink? link) in plan.Target.Ends)
        {
            if (link?.NetworkOf(address) is { } network)
                link.Hairpins.Add(network);
        }

        foreach (TargetLink link in toLoopback)
        {
            link.LoopbackLeadsHere = !toSwitch.Contains(link) || SwitchRouteLocalNetOn(link.Name);
            link.IsLoopbackPrepared = true;
        }

        return entries;
    }

    // The kernel takes no intervals that overlap. Of two networks that do one holds the other, and the larger serves both.
    private void AddHairpin(NfBatch batch, IPNetwork network, bool isNew)
    {
        NatSets sets = NatSets.Of(network.BaseAddress);
        List<SetElement> present = isNew ? [] : NatTable.Read(context, sets.Hairpin);
        List<SetElement> inside = [];
        foreach (SetElement element in present)
        {
            IPNetwork other = SubnetElement.ReadPrefix(sets, element);
            if (other.PrefixLength <= network.PrefixLength && other.Contains(network.BaseAddress))
                return;
            if (network.Contains(other.BaseAddress))
                inside.Add(element);
        }

        if (inside.Count > 0)
            batch.DeleteElements(NatTable.In(sets.Hairpin, [.. inside.Select(SubnetElement.KeyOf)]));
        if (context.Reporter.WantsSteps)
            context.Reporter.Step($"Let clients in {network} reach what is published to their neighbours{context.Namespace.Suffix}", NftText.AddElement(context, sets.Hairpin, [$"{network} . {network}"]));
        batch.AddElements(NatTable.In(sets.Hairpin, [SubnetElement.Pair(network)]));
    }

    private void AddLoopback(NfBatch batch, string link, bool isNew, bool switchOn)
    {
        SetElement wanted = LoopbackElement.Of(link, switchOn);
        SetElement? present = isNew ? null : NatTable.Find(context, NatSets.Loopback, wanted);
        // Switched on by somebody else when it was made, and off since: now it is ours to switch back.
        if (present is not null && switchOn && !LoopbackElement.WasSwitched(present))
        {
            batch.DeleteElements(NatTable.In(NatSets.Loopback, [SubnetElement.KeyOf(present)]));
            present = null;
        }

        if (present is not null)
            return;
        if (context.Reporter.WantsSteps)
            context.Reporter.Step($"Let 127.0.0.1 lead to what is published by {link}{context.Namespace.Suffix}", NftText.AddElement(context, NatSets.Loopback, [$"\"{link}\"{(wanted.Comment is { } comment ? $" comment \"{comment}\"" : "")}"]));
        batch.AddElements(NatTable.In(NatSets.Loopback, [wanted]));
    }

    // The kernel would refuse what overlaps, too, but not all of it, and without saying whose it is.
    private void CheckClients(PublishPlan plan, Dictionary<PortEntry, SetElement>? presentAlready)
    {
        foreach (IGrouping<NatSets, PortEntry> family in plan.Entries.Where(e => e.Source is not null && presentAlready?.ContainsKey(e) != true).GroupBy(e => e.Sets))
        {
            List<SetElement> present = NatTable.Read(context, family.Key.PublishFrom);
            foreach (SetElement element in present)
            {
                PortEntry there = PortEntry.Parse(family.Key, family.Key.PublishFrom, element);
                foreach (PortEntry entry in family)
                {
                    if (entry.Overlaps(there))
                        throw AlreadyPublished(entry, Existing(there, element), null);
                }
            }
        }
    }

    private bool SwitchRouteLocalNetOn(string link, bool isLast = false)
    {
        try
        {
            SysctlOperations.Set(context, Reachability.RouteLocalNetOf(link), "1");
            return true;
        }
        catch (NetNsException e)
        {
            if (!isLast)
                return SwitchRouteLocalNetOn(link, isLast: true);
            context.Reporter.Warn($"127.0.0.1 does not lead to what is published by {link}{context.Namespace.Suffix}, all other addresses of the host do: {e.Message}");
            return false;
        }
    }
}
