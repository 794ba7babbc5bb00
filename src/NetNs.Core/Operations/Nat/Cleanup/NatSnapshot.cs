using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What is published and masqueraded in one namespace, as it is before something that it leads to is removed; and what of it thereby loses its purpose.</summary>
internal sealed partial class NatSnapshot
{
    private readonly bool _hasTable;
    private readonly bool _hasForgotten;
    private readonly ILookup<ulong?, (PortEntry Entry, string? Comment)> _portsByContainer;
    private readonly ILookup<IPAddress, (PortEntry Entry, string? Comment)> _portsOfNobody;
    private readonly List<(MasqueradeEntry Entry, HashSet<int> Links)> _subnets = [];
    private readonly List<Loss> _losses = [];

    private NatSnapshot(NamespaceContext context)
    {
        Namespace = context.Namespace;
        _hasTable = NatTable.Exists(context);
        (PortEntry Entry, string? Comment)[] ports = _hasTable ? [.. PublishedPorts.Read(context).Select(p => (p.Entry, p.Element.Comment))] : [];
        _portsByContainer = ports.ToLookup(p => ContainerTag.InodeOf(p.Comment));
        _portsOfNobody = _portsByContainer[null].ToLookup(p => p.Entry.Target);
        if (!_hasTable)
        {
            // The ruleset was flushed: a bridge that 127.0.0.1 led to outlives the namespace that it led to.
            _hasForgotten = context.Route.DumpLinks(kind: new BridgeKind()).Exists(LoopbackSwitch.IsOurs);
            return;
        }

        MasqueradeEntry[] subnets = [.. NatSets.Both.SelectMany(s => MasqueradeEntry.Read(context, s)).Select(p => p.Entry)];
        if (subnets.Length == 0)
            return;
        List<AddressMessage> addresses = context.Route.DumpAddresses();
        foreach (MasqueradeEntry entry in subnets)
            _subnets.Add((entry, [.. addresses.Where(a => Subnet.Overlap(InterfaceAddress.From(a).Network, entry.Subnet)).Select(a => a.Index)]));
    }

    /// <summary>Reads what is there.</summary>
    /// <exception cref="NetNsException">NotPermitted, KernelFeatureMissing.</exception>
    internal static NatSnapshot Read(NamespaceContext context) => Failure.Translate(() => new NatSnapshot(context), "read what is published", context.Namespace);

    internal NetNamespace Namespace { get; }

    /// <summary>Whether there is nothing that could lose its purpose.</summary>
    internal bool IsEmpty => !_hasTable && !_hasForgotten;

    /// <summary>Whether some port was published for an address, so that it takes the addresses of a namespace to know whether it leads there.</summary>
    internal bool HasPortsOfNobody => _portsOfNobody.Count > 0;

    /// <summary>A namespace is about to go.</summary>
    /// <param name="target">Which.</param>
    /// <param name="hostEnds">The ends here of its veths.</param>
    /// <param name="addresses">The addresses of their other ends.</param>
    internal void NoteNamespace(NetNamespace target, IEnumerable<int> hostEnds, IReadOnlySet<IPAddress> addresses)
    {
        var loss = new Loss(target, [.. hostEnds], null);
        loss.Ports.UnionWith(_portsByContainer[target.Inode]);
        foreach (IPAddress address in addresses)
            loss.Ports.UnionWith(_portsOfNobody[address]);
        _losses.Add(loss);
    }

    /// <summary>A bridge is about to go.</summary>
    internal void NoteBridge(NamespaceContext context, LinkMessage bridge)
    {
        int index = bridge.Index;
        var loss = new Loss(bridge, [index], index);
        List<InterfaceAddress> addresses = BridgeOperations.AddressesOf(context, index);
        foreach (var target in _portsByContainer.SelectMany(p => p).GroupBy(p => p.Entry.Target))
        {
            if (addresses.Exists(a => a.Contains(target.Key)) && LeadsTo(context, target.Key, index))
                loss.Ports.UnionWith(target);
        }

        _losses.Add(loss);
    }

    /// <summary>Takes away what loses its purpose, and remembers it for <see cref="PutBack"/>.</summary>
    /// <param name="session">What to work with.</param>
    /// <param name="context">This namespace.</param>
    /// <param name="isGoing">Whether what was noted is about to go: a namespace, the message of a bridge.</param>
    internal void Clean(OperationSession session, NamespaceContext context, Func<object, bool> isGoing)
    {
        if (!_losses.Exists(l => isGoing(l.What)))
            return;
        (HashSet<(PortEntry, string?)> ports, HashSet<MasqueradeEntry> subnets) = Lost(isGoing);
        Remember(context, isGoing);
        if (ports.Count == 0 && subnets.Count == 0)
        {
            // A process that was killed may have taken back what led there, and nothing else.
            if ((_portsByContainer.Count == 0 && _subnets.Count == 0) || HasWays)
                new NatCleanup(context).Run();
            return;
        }

        var unpublisher = new PortUnpublisher(session, context);
        if (ports.Count > 0)
            unpublisher.UnpublishInAnyCase(unpublisher.Find((entry, comment) => ports.Contains((entry, comment))));
        if (subnets.Count > 0)
            new Masquerading(session, context).RemoveThoseThere([.. subnets]);
        unpublisher.NoteMissing(); // an attempt before this one, whose answer was lost, may have taken them
        unpublisher.Finish();
    }

    // What leads only to what is meant. What led to nothing before is not ours to judge.
    private (HashSet<(PortEntry Entry, string? Comment)> Ports, HashSet<MasqueradeEntry> Subnets) Lost(Func<object, bool> isMeant)
    {
        Loss[] losses = [.. _losses.Where(l => isMeant(l.What))];
        HashSet<int> links = [.. losses.SelectMany(l => l.Links)];
        HashSet<int> bridges = [.. losses.Select(l => l.Bridge).OfType<int>()];
        return ([.. losses.SelectMany(l => l.Ports)], [.. _subnets
            .Where(s => (s.Entry.BridgeIndex is { } bridge && bridges.Contains(bridge)) || (s.Links.Count > 0 && links.IsSupersetOf(s.Links)))
            .Select(s => s.Entry)]);
    }

    private static bool LeadsTo(NamespaceContext context, IPAddress target, int link)
    {
        try
        {
            return context.Route.LookUpRoute(new RouteLookUp(target).ToMessage()).OutputLink == link;
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EACCES or Errno.EINVAL)
        {
            return false;
        }
    }

    private sealed record Loss(object What, HashSet<int> Links, int? Bridge)
    {
        internal HashSet<(PortEntry, string?)> Ports { get; } = [];
    }
}
