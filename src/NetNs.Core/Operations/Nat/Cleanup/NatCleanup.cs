using System.Net;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Takes away what no published port and no masqueraded subnet needs any more: hairpins, the way of 127.0.0.1, and with the last of
/// them the table itself. Where many ports are left it lets things be: nothing of it is in their way.
/// </summary>
internal sealed class NatCleanup(NamespaceContext context)
{
    // As many as the kernel gives out at once or twice: the cost does not grow with what is published.
    private const int ManyPorts = 500;

    private const int Attempts = 3;

    // Which links this run has closed to 127.0.0.1. Before the ruleset forgets them: who is killed in between leaves a record of what is left to do.
    private readonly HashSet<int> _closed = [];

    /// <summary>
    /// Does so. What was removed is gone already: where this fails, it is tried again, and in the end a warning, since the next who
    /// takes something back does it.
    /// </summary>
    internal void Run()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                // Whoever publishes switches route_localnet on under the same lock.
                using NamespaceLock alone = NatLock.Acquire(context);
                context.NfTables.CommitGuarded(Build);
                return;
            }
            catch (Exception e) when (e is NetlinkException or NetNsException or SystemCallException)
            {
                if (attempt < Attempts && e is not NetNsException { Error: NetNsError.TimedOut })
                    continue;
                context.Reporter.Warn($"What nothing needs any more in table inet {NatRuleset.Table}{context.Namespace.Suffix} is still there: {e.Message}");
                return;
            }
        }
    }

    /// <summary>
    /// Switches route_localnet off on links where we once switched it on and no rule needs it: the ruleset was flushed meanwhile, or the
    /// process that was to switch it off was killed.
    /// </summary>
    internal void CloseForgotten()
    {
        HashSet<int> needed = [.. NatTable.Read(context, NatSets.Loopback).Select(LoopbackElement.LinkOf)];
        foreach (LinkMessage link in context.Route.DumpLinks().Where(l => LoopbackSwitch.IsOurs(l) && !needed.Contains(l.Index)))
            LoopbackSwitch.Off(context, link.Index);
    }

    private NfBatch? Build(uint generation)
    {
        if (!NatTable.Exists(context))
        {
            CloseForgotten();
            return null;
        }

        if (Ports() is not { } ports)
            return null;
        var batch = new NfBatch(generation);
        if (ports.Count == 0 && !NatSets.Both.Any(s => s.OfSubnets.Any(set => NatTable.Read(context, set).Count > 0)))
        {
            Close([.. NatTable.Read(context, NatSets.Loopback).Where(LoopbackElement.WasSwitched).Select(LoopbackElement.LinkOf),
                .. context.Route.DumpLinks().Where(LoopbackSwitch.IsOurs).Select(l => l.Index)]);
            Tell("Remove our table: nothing is in it any more", $"delete table inet {NatRuleset.Table}");
            batch.DeleteTable(NfFamily.Inet, NatRuleset.Table);
            return batch;
        }

        NatTable.Ensure(context, batch);
        foreach (NatSets sets in NatSets.Both)
            Remove(batch, sets.Hairpin, NatTable.Read(context, sets.Hairpin).Where(e => !ports.Exists(p => SubnetElement.ReadPrefix(sets, e).Contains(p.Target))));
        SetElement[] loopback = [.. NatTable.Read(context, NatSets.Loopback).Where(e => !IsNeeded(LoopbackElement.LinkOf(e), ports))];
        Close([.. loopback.Where(LoopbackElement.WasSwitched).Select(LoopbackElement.LinkOf)]);
        Remove(batch, NatSets.Loopback, loopback);
        Remove(batch, NatSets.Unserved, NatTable.Read(context, NatSets.Unserved).Where(e => !ports.Exists(p => p.WantsLoopback && UnservedPort.IsFor(e, p))));
        return batch;
    }

    // Switches route_localnet off where we had switched it on, and on again where somebody came to need it since we last looked.
    private void Close(HashSet<int> wanted)
    {
        foreach (int link in _closed.Except(wanted).ToList())
        {
            if (LoopbackSwitch.Find(context, link) is { } found)
                LoopbackSwitch.On(context, found);
            _closed.Remove(link);
        }

        foreach (int link in wanted.Where(_closed.Add))
        {
            try
            {
                LoopbackSwitch.Off(context, link);
            }
            catch
            {
                _closed.Remove(link);
                throw;
            }
        }
    }

    // All published ports; null where they are many. On a socket of its own, since a list that is left early must be read to its end.
    private List<PortEntry>? Ports()
    {
        using NfClient client = context.RunInside(NfClient.Open);
        List<PortEntry> ports = [];
        foreach (NatSets sets in NatSets.Both)
        {
            foreach (string map in sets.OfPorts)
            {
                foreach (SetElement element in client.StreamElements(NfFamily.Inet, NatRuleset.Table, map))
                {
                    if (ports.Count == ManyPorts)
                        return null;
                    ports.Add(PortEntry.Parse(sets, map, element));
                }
            }
        }

        return ports;
    }

    private bool IsNeeded(int link, List<PortEntry> ports)
    {
        List<InterfaceAddress> addresses = LoopbackSwitch.Find(context, link) is null ? [] : BridgeOperations.AddressesOf(context, link);
        return ports.Exists(p => p.WantsLoopback && addresses.Exists(a => a.Contains(p.Target)));
    }

    private static void Remove(NfBatch batch, string set, IEnumerable<SetElement> elements)
    {
        SetElement[] keys = [.. elements.Select(SubnetElement.KeyOf)];
        if (keys.Length > 0)
            batch.DeleteElements(NatTable.In(set, keys));
    }

    private void Tell(string intent, string nftCommand)
    {
        if (context.Reporter.WantsSteps)
            context.Reporter.Step(intent + context.Namespace.Suffix, NftText.Command(context, nftCommand));
    }
}
