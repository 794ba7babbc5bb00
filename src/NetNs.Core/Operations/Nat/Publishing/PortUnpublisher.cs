using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Takes published ports back in one namespace, for a whole pipeline. Only what still is what was meant is taken back.</summary>
/// <param name="session">What to work with; must outlive it.</param>
/// <param name="context">Where ports are published; must outlive it.</param>
/// <param name="warns">Whether a warning tells that our rules were changed by somebody else.</param>
internal sealed class PortUnpublisher(OperationSession session, NamespaceContext context, bool warns = true) : IHostWork
{
    /// <summary>So many are looked at one by one; of more the maps are read whole.</summary>
    private const int Few = 16;

    private readonly PublishedPorts _ports = new(session, context) { Warns = warns };
    private readonly StaleConnections _stale = new(context);
    private readonly ThroughRules _through = new(context);
    private ILookup<int, (PortEntry Entry, SetElement Element)>? _byPort;
    private bool? _hasThrough;
    private bool _any;

    /// <inheritdoc/>
    public NamespaceContext Context => context;

    /// <summary>What is published at a port of the host.</summary>
    /// <param name="port">The port.</param>
    /// <param name="wanted">Which of it, by its comment too.</param>
    internal IReadOnlyList<ContainerPort> Find(int port, Func<PortEntry, string?, bool> wanted)
    {
        _byPort ??= PublishedPorts.Read(context).ToLookup(p => (int)p.Entry.HostPort);
        // What was published since, or left out of a list that never stayed the same while it was read, is asked for by itself.
        return [.. Describe(_byPort.Contains(port) ? _byPort[port] : PublishedPorts.Find(context, port), wanted)];
    }

    /// <summary>Everything published that is wanted.</summary>
    internal IReadOnlyList<ContainerPort> Find(Func<PortEntry, string?, bool> wanted) => [.. Describe(PublishedPorts.Read(context), wanted)];

    /// <summary>Takes ports back in one transaction. Those that are not, or not any more, what they were meant to be, stay; why is returned for each.</summary>
    /// <exception cref="NetNsException">NotPermitted, KernelRefused: then all stay.</exception>
    internal IReadOnlyList<NetNsException> Unpublish(IReadOnlyList<ContainerPort> ports)
    {
        session.Checkpoint();
        return UnpublishInAnyCase(ports);
    }

    /// <summary>The same, where what they led to has gone already: also when the user wants to stop.</summary>
    internal IReadOnlyList<NetNsException> UnpublishInAnyCase(IReadOnlyList<ContainerPort> ports)
    {
        List<NetNsException> refused = [];
        List<PortEntry> gone = [];
        PortEntry[] entries = [.. ports.Select(EntryOf)];
        Tell(entries);
        try
        {
            context.NfTables.CommitGuarded(generation =>
            {
                refused.Clear();
                gone.Clear();
                var batch = new NfBatch(generation);
                foreach (IGrouping<string, (PortEntry Entry, ContainerPort Port)> map in entries.Zip(ports).GroupBy(p => p.First.Map))
                {
                    Func<SetElement, SetElement?> find = Finder(map.Key, map.Count());
                    var found = new List<SetElement>();
                    foreach ((PortEntry entry, ContainerPort port) in map)
                    {
                        if (Refusal(entry, port, find(entry.ToElement(null))) is { } reason)
                        {
                            refused.Add(reason);
                            continue;
                        }

                        gone.Add(entry);
                        found.Add(entry.ToElement(null) with { Value = null });
                    }

                    if (found.Count > 0)
                        batch.DeleteElements(NatTable.In(map.Key, found));
                }

                DeleteThrough(batch, gone);

                return batch;
            });
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, ports);
        }

        gone.ForEach(_stale.NoteUnpublished);
        _any |= gone.Count > 0;
        return refused;
    }

    // The rules in chains of others that -AllowThrough made. Mostly there are none, which is asked once.
    private void DeleteThrough(NfBatch batch, List<PortEntry> gone)
    {
        if (gone.Count == 0 || _hasThrough == false)
            return;
        IReadOnlyList<RuleMessage> rules = _through.Read();
        _hasThrough = rules.Count > 0;
        HashSet<string> tags = [.. gone.Select(ThroughRules.TagOf)];
        _through.Delete(batch, rules.Where(r => tags.Contains(ThroughRules.TagOf(r)!)));
    }

    /// <summary>
    /// After the last port: makes the kernel forget UDP connections that these ports led astray, and takes away what no port and no
    /// subnet needs any more.
    /// </summary>
    public void Finish()
    {
        try
        {
            _stale.Forget();
        }
        finally
        {
            Tidy();
        }
    }

    /// <inheritdoc/>
    public void Abandon() => Tidy();

    // Also where the user has stopped all else.
    private void Tidy()
    {
        if (_any)
            new NatCleanup(context).Run();
        _any = false;
    }

    /// <summary>What is looked for is not there. A process that was killed may have taken it back, and nothing else: the end of the pipe does the rest.</summary>
    internal void NoteMissing() => _any = true;

    internal NetNsException NotPublished(string what) => PublishedPorts.NotFound(context, what);

    private IEnumerable<ContainerPort> Describe(IEnumerable<(PortEntry Entry, SetElement Element)> ports, Func<PortEntry, string?, bool> wanted)
        => ports.Where(p => wanted(p.Entry, p.Element.Comment)).Select(p => _ports.Describe(p.Entry, p.Element));

    private static PortEntry EntryOf(ContainerPort port)
        => new(port.HostAddress, (ushort)port.HostPort, port.Protocol, port.SourcePrefix, port.ContainerAddress, (ushort)port.ContainerPort);

    private Func<SetElement, SetElement?> Finder(string map, int count)
    {
        if (count <= Few)
            return key => NatTable.Find(context, map, key);
        Dictionary<string, SetElement> all = [];
        foreach (SetElement element in NatTable.Read(context, map))
            all[element.KeyText] = element;
        return key => all.GetValueOrDefault(key.KeyText) ?? NatTable.Find(context, map, key);
    }

    private NetNsException? Refusal(PortEntry entry, ContainerPort port, SetElement? present)
    {
        if (present is null)
            return NotPublished(entry.Name);
        PortEntry there = PortEntry.Parse(entry.Sets, entry.Map, present);
        ContainerPort now = _ports.Describe(there, present);
        bool leadsThere = there.Target.Equals(entry.Target) && there.TargetPort == entry.TargetPort;
        if (leadsThere && IsFor(now.ContainerNamespace, port.ContainerNamespace))
            return null;
        string reason = !leadsThere ? $"by now it leads to {now.Target}"
            : now.ContainerNamespace is not { } other ? "by now it leads to the address, whoever has it"
            : other.Name is { } name && name == port.ContainerNamespace?.Name ? $"namespace {name} was made anew since, and the port published for it"
            : $"by now it is for namespace {other}";
        return new NetNsException(NetNsError.PortNotPublished, $"{entry.Name} is not published to {port.Target}{(leadsThere ? " for the same namespace" : "")} any more{context.Namespace.Suffix}: {reason}.", port,
            "Get it anew with Get-ContainerPort.");
    }

    // One that came from another process is known by its name, since it may be for a namespace that was made anew; without a name by its inode.
    private static bool IsFor(NetNamespace? present, NetNamespace? meant)
        => meant is null || present is null ? meant is null && present is null
            : meant is { Device: not 0 } or { Name: null, Inode: not 0 } ? present.Inode == meant.Inode
            : present.ToString() == meant.ToString();

    private void Tell(PortEntry[] entries)
    {
        if (!context.Reporter.WantsSteps)
            return;
        foreach (IGrouping<string, PortEntry> map in entries.GroupBy(e => e.Map))
            context.Reporter.Step($"Unpublish {string.Join(", ", map.Select(e => e.Name))}{context.Namespace.Suffix}", NftText.DeleteElement(context, map.Key, map.Select(NftText.KeyOf)));
    }
}
