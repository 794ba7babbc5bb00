using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Subnets behind the host's addresses, in one namespace.</summary>
internal sealed partial class Masquerading(OperationSession session, NamespaceContext context) : IHostWork
{
    private readonly ForwardBlockers _blockers = new(context);
    private readonly HashSet<IPFamily> _checked = [];
    private readonly HashSet<int> _checkedLinks = [];
    private bool _anyRemoved;

    /// <inheritdoc/>
    public NamespaceContext Context => context;

    /// <summary>All of them, as they are now.</summary>
    internal IEnumerable<Masquerade> List()
        => NatSets.Both.SelectMany(s => MasqueradeEntry.Read(context, s)).Select(e => Describe(e.Entry, e.Element.Counter));

    /// <summary>The subnets of a bridge (or another link of the host): of its addresses.</summary>
    /// <exception cref="NetNsException">AddressNotFound where it has none.</exception>
    internal static IReadOnlyList<IPNetwork> SubnetsOf(NamespaceContext context, int link, string name)
    {
        IPNetwork[] subnets = [.. BridgeOperations.AddressesOf(context, link).Select(a => a.Network).Distinct()];
        return subnets.Length > 0 ? subnets : throw new NetNsException(NetNsError.AddressNotFound, $"'{name}'{context.Namespace.Suffix} has no address, and so no subnet to masquerade.", name,
            $"Give it an address with New-NetIPAddress, or say the subnet: Add-Masquerade 10.88.0.0/16");
    }

    /// <summary>Checks what can be checked without changing anything.</summary>
    /// <exception cref="NetNsException">SubnetInvalid, AddressInvalid.</exception>
    internal static void Check(MasqueradeEntry entry)
    {
        if (entry.Source is { } source && Subnet.FamilyOf(source) != Subnet.FamilyOf(entry.Subnet.BaseAddress))
            throw new NetNsException(NetNsError.AddressInvalid, $"{entry.Subnet} cannot leave as {source}: they are not of one family.", source, "Give a source address of the subnet's family.");
        if (entry.Source is { } address && (IPAddress.IsLoopback(address) || PortEntry.IsAny(address) || InterfaceAddress.IsMulticast(address)))
            throw new NetNsException(NetNsError.AddressInvalid, $"{entry.Subnet} cannot leave as {address}: nobody could answer to it.", address, "Give an address of the host that others can reach.");
        if (IPAddress.IsLoopback(entry.Subnet.BaseAddress) || InterfaceAddress.IsMulticast(entry.Subnet.BaseAddress))
            throw new NetNsException(NetNsError.SubnetInvalid, $"{entry.Subnet} cannot be masqueraded: packets from there do not leave a host.", entry.Subnet.ToString(), "Give the subnet of a bridge, like 10.88.0.0/16.");
    }

    /// <summary>Puts a subnet behind the host's address.</summary>
    /// <param name="entry">Which, and how.</param>
    /// <param name="enableForwarding">Whether forwarding is switched on where it is off.</param>
    /// <param name="reuse">Whether one that is just so already is as good.</param>
    /// <exception cref="NetNsException">MasqueradeAlreadyExists, ExistingDiffers, KernelFeatureMissing, NotPermitted …</exception>
    internal Masquerade Add(MasqueradeEntry entry, bool enableForwarding, bool reuse)
    {
        session.Checkpoint();
        using var undo = new Undo(session.Reporter);
        CheckSurroundings(entry, enableForwarding ? undo : null);
        Masquerade? existing = null;
        try
        {
            context.NfTables.CommitGuarded(generation =>
            {
                var batch = new NfBatch(generation);
                bool isNew = NatTable.Ensure(context, batch).Table is null;
                (MasqueradeEntry Entry, SetElement Element)[] present = isNew ? [] : [.. MasqueradeEntry.Read(context, entry.Sets)];
                existing = FindExisting(entry, present, reuse);
                if (existing is not null)
                    return batch; // what puts the rules right, or nothing
                Tell("Masquerade", "add", entry);
                Replace(context, batch, entry.Sets, present.Select(p => p.Entry), [.. present.Select(p => p.Entry), entry]);
                batch.AddElements(NatTable.In(entry.Set, entry.ToElements()));
                return batch;
            });
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, entry.Subnet.ToString());
        }

        undo.Keep();
        return existing ?? Describe(entry, null);
    }

    /// <summary>Takes subnets from behind the host's address. Only what is still as it was seen goes.</summary>
    /// <exception cref="NetNsException">MasqueradeNotFound.</exception>
    internal void Remove(IReadOnlyList<MasqueradeEntry> entries)
    {
        session.Checkpoint();
        Remove(entries, NotFound);
    }

    /// <summary>The same, where what they lead to goes, too: those that are gone are as good, and the user cannot stop it.</summary>
    internal void RemoveThoseThere(IReadOnlyList<MasqueradeEntry> entries) => Remove(entries, null);

    /// <summary>Adds what was removed to a transaction that brings it back. What somebody else has put in its place stays.</summary>
    /// <param name="context">Where.</param>
    /// <param name="batch">The transaction, which also makes the table where it is not there.</param>
    /// <param name="entries">What was removed.</param>
    internal static void PutBack(NamespaceContext context, NfBatch batch, IEnumerable<MasqueradeEntry> entries)
    {
        foreach (IGrouping<NatSets, MasqueradeEntry> family in entries.GroupBy(e => e.Sets))
        {
            MasqueradeEntry[] present = [.. MasqueradeEntry.Read(context, family.Key).Select(p => p.Entry)];
            MasqueradeEntry[] wanted = [.. family.Where(e => !present.Any(p => Conflicts(p, e)))];
            Replace(context, batch, family.Key, present, [.. present, .. wanted]);
            foreach (MasqueradeEntry entry in wanted)
                batch.AddElements(NatTable.In(entry.Set, entry.ToElements()));
        }
    }

    private void Remove(IReadOnlyList<MasqueradeEntry> entries, Func<string, NetNsException>? onMissing)
    {
        foreach (MasqueradeEntry entry in entries)
            Tell("Do not masquerade", "delete", entry);
        try
        {
            context.NfTables.CommitGuarded(generation =>
            {
                var batch = new NfBatch(generation);
                foreach (IGrouping<NatSets, MasqueradeEntry> family in entries.GroupBy(e => e.Sets))
                {
                    MasqueradeEntry[] present = [.. MasqueradeEntry.Read(context, family.Key).Select(p => p.Entry)];
                    if (onMissing is not null && family.FirstOrDefault(e => !present.Any(p => IsSame(p, e))) is { } missing)
                        throw onMissing(missing.Name);
                    foreach (MasqueradeEntry entry in family.Where(e => present.Any(p => IsSame(p, e))))
                        batch.DeleteElements(NatTable.In(entry.Set, entry.ToKeys()));
                    Replace(context, batch, family.Key, present, [.. present.Where(p => !family.Any(e => IsSame(p, e)))]);
                }

                return batch;
            });
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, entries);
        }

        _anyRemoved = true;
    }

    /// <summary>What is looked for is not there. A process that was killed may have removed it, and nothing else: the end of the pipe does the rest.</summary>
    internal void NoteMissing() => _anyRemoved = true;

    /// <inheritdoc/>
    public void Abandon() => Finish();

    /// <summary>After the last subnet: takes away what nothing needs any more.</summary>
    public void Finish()
    {
        if (_anyRemoved)
            new NatCleanup(context).Run();
        _anyRemoved = false;
    }

    internal NetNsException NotFound(string what) => new(NetNsError.MasqueradeNotFound, $"{what} is not masqueraded{context.Namespace.Suffix}.", what,
        $"List what is with Get-Masquerade{(context.Namespace.Name is { } name && !context.IsCurrent ? $" -Namespace {name}" : "")}.");

    internal Masquerade Describe(MasqueradeEntry entry, CounterExpression? counter) => new()
    {
        Subnet = entry.Subnet,
        OutInterface = entry.Link,
        SourceAddress = entry.Source,
        Bridge = entry.BridgeName,
        Packets = counter?.Packets ?? 0,
        Bytes = counter?.Bytes ?? 0,
        Namespace = context.Namespace,
    };

    private static bool IsSame(MasqueradeEntry one, MasqueradeEntry other) => one.Subnet.Equals(other.Subnet) && one.Link == other.Link && Equals(one.Source, other.Source);

    private void Tell(string intent, string verb, MasqueradeEntry entry)
    {
        if (context.Reporter.WantsSteps)
            context.Reporter.Step($"{intent} {entry.Name}{(entry.Source is { } source ? $" as {source}" : "")}{context.Namespace.Suffix}", NftText.Element(context, verb, entry));
    }
}
