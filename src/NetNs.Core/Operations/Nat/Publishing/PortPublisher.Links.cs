using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>What is done once for each link that leads to targets: clients on that link, and 127.0.0.1.</content>
internal sealed partial class PortPublisher
{
    // Ports of 127.0.0.1 that our table holds as not served, by their keys; null before it was read.
    private HashSet<string>? _unserved;

    // The generation that our last transaction left: the ruleset is as we left it as long as it is the same.
    private uint? _generation;

    private bool NeedsPreparation(PublishPlan plan)
    {
        // Which clients are served already must be known, and stay so until the port is there.
        if (plan.Options.Source is not null || _unserved is null || _generation is null)
            return true;
        foreach ((IPAddress address, TargetLink? link) in plan.Target.Ends)
        {
            if (link?.NetworkOf(address) is { } network && !link.Hairpins.Contains(network))
                return true;
        }

        bool leads = LeadsLoopback(plan.Target);
        return plan.Entries.Exists(e => e.WantsLoopback && (!leads || (_unserved.Count > 0 && _unserved.Contains(UnservedPort.Of(e).KeyText))));
    }

    private static bool LeadsLoopback(PublishTarget target)
        => target.IPv4 is { Link: { IsLoopbackPrepared: true, LoopbackLeadsHere: true } link, Address: { } address } && link.NetworkOf(address) is not null;

    private void ForgetPreparations(PublishPlan plan)
    {
        _generation = null;
        _unserved = null;
        foreach ((_, TargetLink? link) in plan.Target.Ends)
        {
            link?.Hairpins.Clear();
            link?.IsLoopbackPrepared = false;
        }
    }

    // All of it in the same transaction as the ports: the guard of 127.0.0.0/8 is there before route_localnet is switched on.
    private IReadOnlyList<PortEntry> CommitWithLinks(PublishPlan plan, Dictionary<PortEntry, SetElement>? present, Action<NfBatch> onSend)
    {
        // Only a target in a network of the host is led to from 127.0.0.1: its answers come back by the same link.
        LinkMessage? toLoopback = plan.Target.IPv4 is { Link: { } way, Address: { } target } && way.NetworkOf(target) is not null && plan.Entries.Exists(e => e.WantsLoopback)
            ? LoopbackSwitch.Find(context, way.Index)
            : null;
        // Whoever takes the last port back switches route_localnet off again: not in between.
        using NamespaceLock? alone = toLoopback is not null ? NatLock.Acquire(context) : null;
        bool isOurs = toLoopback is not null && (!LoopbackSwitch.IsOn(toLoopback) || LoopbackSwitch.IsOurs(toLoopback));
        PortEntry[] unserved = [.. plan.Entries.Where(e => e.WantsLoopback && e.HostPort != 0 && toLoopback is null)];
        IReadOnlyList<PortEntry> entries = plan.Entries;
        bool isNew = false;
        context.NfTables.CommitGuarded(generation =>
        {
            var batch = new NfBatch(generation);
            _generation = generation;
            isNew = NatTable.Ensure(context, batch).Table is null;
            foreach ((IPAddress address, TargetLink? link) in plan.Target.Ends)
            {
                if (link?.NetworkOf(address) is { } network && !link.Hairpins.Contains(network))
                    AddHairpin(batch, network, isNew);
            }

            if (toLoopback is not null)
                AddLoopback(batch, toLoopback, isNew, isOurs);
            if (_taken.Count > 0)
                FindPresent(plan, present!); // what is taken over is still as it was seen
            if (!isNew)
                CheckClients(plan, present);
            if (plan.Free.Count > 0)
                entries = (_free ??= new FreePorts(context, _listeners)).Fill(plan, generation);
            PutUnserved(batch, isNew, unserved, toLoopback is null ? [] : entries.Where(e => e.WantsLoopback));
            Tell(plan.Target, entries, present);
            AddElements(batch, plan.Target, entries, present);
            AddThrough(batch, plan, entries);
            onSend(batch);
            return batch;
        });
        _generation = _generation == uint.MaxValue ? 1 : _generation + 1;
        _free?.Note(entries);
        foreach ((IPAddress address, TargetLink? link) in plan.Target.Ends)
        {
            if (link?.NetworkOf(address) is { } network)
                link.Hairpins.Add(network);
        }

        if (toLoopback is not null)
            OpenLoopback(plan.Target.IPv4.Link!, toLoopback, entries);
        if (isNew)
            new NatCleanup(context).CloseForgotten();
        return entries;
    }

    // After the transaction: the guard is there.
    private void OpenLoopback(TargetLink link, LinkMessage found, IReadOnlyList<PortEntry> entries)
    {
        link.LoopbackLeadsHere = LoopbackSwitch.IsOn(found) || SwitchRouteLocalNetOn(found);
        link.IsLoopbackPrepared = true;
        if (link.LoopbackLeadsHere)
            return;
        var batch = new NfBatch();
        PutUnserved(batch, false, entries.Where(e => e.WantsLoopback), []);
        context.NfTables.Commit(batch);
        _generation = null;
    }

    // A port that 127.0.0.1 cannot lead to is not caught there: who connects is refused at once, or reaches what listens there.
    private void PutUnserved(NfBatch batch, bool isNew, IEnumerable<PortEntry> unserved, IEnumerable<PortEntry> served)
    {
        _unserved = isNew ? [] : [.. NatTable.Read(context, NatSets.Unserved).Select(e => e.KeyText)];
        SetElement[] missing = [.. unserved.Select(UnservedPort.Of).Where(e => _unserved.Add(e.KeyText))];
        if (missing.Length > 0)
            batch.AddElements(NatTable.In(NatSets.Unserved, missing));
        SetElement[] extra = [.. served.Select(UnservedPort.Of).Where(e => _unserved.Remove(e.KeyText))];
        if (extra.Length > 0)
            batch.DeleteElements(NatTable.In(NatSets.Unserved, extra));
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

    private void AddLoopback(NfBatch batch, LinkMessage link, bool isNew, bool isOurs)
    {
        SetElement wanted = LoopbackElement.Of(link.Index, isOurs);
        SetElement? present = isNew ? null : NatTable.Find(context, NatSets.Loopback, wanted);
        // Switched on by somebody else when it was made, and off since: now it is ours to switch back.
        if (present is not null && isOurs && !LoopbackElement.WasSwitched(present))
        {
            batch.DeleteElements(NatTable.In(NatSets.Loopback, [SubnetElement.KeyOf(present)]));
            present = null;
        }

        if (present is not null)
            return;
        if (context.Reporter.WantsSteps)
            context.Reporter.Step($"Let 127.0.0.1 lead to what is published by {link.Name}{context.Namespace.Suffix}", NftText.AddElement(context, NatSets.Loopback, [$"{NftText.Quote(link.Name!)}{(wanted.Comment is { } comment ? $" comment {NftText.Quote(comment)}" : "")}"]));
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

    private bool SwitchRouteLocalNetOn(LinkMessage link, bool isLast = false)
    {
        try
        {
            LoopbackSwitch.On(context, link);
            return true;
        }
        catch (NetlinkException e)
        {
            if (!isLast)
                return SwitchRouteLocalNetOn(link, isLast: true);
            context.Reporter.Warn($"127.0.0.1 does not lead to what is published by {link.Name}{context.Namespace.Suffix}, all other addresses of the host do: {e.Message}");
            return false;
        }
    }
}
