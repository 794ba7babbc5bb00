using NetNs.Nsfs;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <content>What was taken away comes back where the removal that it was for did not succeed.</content>
internal sealed partial class NatSnapshot
{
    // The ways that published ports need besides themselves, by their set: hairpins and 127.0.0.1. Null where nothing was taken away.
    private Dictionary<string, List<SetElement>>? _ways;
    private Func<object, bool>? _wasGoing;

    private bool HasWays => _ways?.Values.Any(e => e.Count > 0) == true;

    /// <summary>Puts back what <see cref="Clean"/> took away for what is there still. Where somebody else has taken its place meanwhile, that stays.</summary>
    /// <param name="context">This namespace.</param>
    /// <param name="isGone">Whether what was noted has really gone.</param>
    internal void PutBack(NamespaceContext context, Func<object, bool> isGone)
    {
        if (_wasGoing is not { } wasGoing)
            return;
        (HashSet<(PortEntry Entry, string? Comment)> ports, HashSet<MasqueradeEntry> subnets) = Lost(wasGoing);
        (HashSet<(PortEntry Entry, string? Comment)> lostPorts, HashSet<MasqueradeEntry> lostSubnets) = Lost(isGone);
        ports.ExceptWith(lostPorts);
        subnets.ExceptWith(lostSubnets);
        if (ports.Count == 0 && subnets.Count == 0)
            return;
        using (NatLock.Acquire(context))
        {
            context.NfTables.CommitGuarded(generation =>
            {
                var batch = new NfBatch(generation);
                NatTable.Ensure(context, batch);
                foreach (var map in ports.GroupBy(p => p.Entry.Map))
                    AddMissing(context, batch, map.Key, map.Select(p => p.Entry.ToElement(UserData.OfComment(p.Comment))));
                if (ports.Count > 0)
                    AddWays(context, batch);
                Masquerading.PutBack(context, batch, subnets);
                return batch;
            });
        }

        new NatCleanup(context).Run();
    }

    private void Remember(NamespaceContext context, Func<object, bool> isGoing)
    {
        _wasGoing = isGoing;
        _ways ??= NatSets.Both.Select(s => s.Hairpin).Append(NatSets.Loopback).Append(NatSets.Unserved).ToDictionary(set => set, set => NatTable.Read(context, set));
    }

    private void AddWays(NamespaceContext context, NfBatch batch)
    {
        foreach ((string set, List<SetElement> elements) in _ways!)
        {
            foreach (SetElement added in AddMissing(context, batch, set, elements))
            {
                if (set == NatSets.Loopback && LoopbackElement.WasSwitched(added) && LoopbackSwitch.Find(context, LoopbackElement.LinkOf(added)) is { } link)
                    LoopbackSwitch.On(context, link);
            }
        }
    }

    private static SetElement[] AddMissing(NamespaceContext context, NfBatch batch, string set, IEnumerable<SetElement> elements)
    {
        HashSet<string> present = [.. NatTable.Read(context, set).Select(e => e.KeyText)];
        SetElement[] missing = [.. elements.Where(e => !present.Contains(e.KeyText))];
        if (missing.Length > 0)
            batch.AddElements(NatTable.In(set, missing));
        return missing;
    }
}
