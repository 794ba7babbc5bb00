using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Looks up every address around a bridge: its own namespace's, and those in the namespaces that its ports lead to. They are
/// read through the bridge's namespace by id, without entering any.
/// </summary>
internal sealed class BridgeSurvey(OperationSession session, NamespaceContext context, int bridge)
{
    /// <summary>Whether the bridge's own namespace knows, or lately knew, anybody on the bridge.</summary>
    internal bool HasNeighbors { get; private set; }

    /// <summary>Notes all addresses and returns how many ports there are.</summary>
    internal int Fill(AddressLedger ledger)
    {
        List<LinkMessage> ports = context.Route.DumpLinks(master: bridge);
        var own = new List<int> { bridge };
        var far = new Dictionary<int, List<int>>();
        foreach (LinkMessage port in ports)
        {
            if (port.Kind is not VethKind || port.Link is not { } peer || peer == 0)
                continue;
            if (port.LinkNamespaceId is not { } id)
                own.Add(peer);
            else if (far.TryGetValue(id, out List<int>? peers))
                peers.Add(peer);
            else
                far[id] = [peer];
        }

        Note(ledger, context.Route.DumpAddresses(), own);
        // A fixed entry for somebody who is no namespace of this machine: a virtual machine, a host behind a physical port.
        foreach (NeighborMessage neighbor in context.Route.DumpNeighbors(link: bridge))
        {
            HasNeighbors |= !neighbor.State.HasFlag(NeighborStates.NoArp); // multicast addresses are such entries
            if (neighbor.Destination is { } address && neighbor.State.HasFlag(NeighborStates.Permanent))
                ledger.Note(address, isOnBridge: true);
        }

        foreach ((int id, List<int> peers) in far)
            Note(ledger, ReadFrom(id), peers);
        return ports.Count;
    }

    private static void Note(AddressLedger ledger, List<AddressMessage> addresses, List<int> onBridge)
    {
        foreach (AddressMessage address in addresses)
            ledger.Note(address, onBridge.Contains(address.Index));
    }

    private List<AddressMessage> ReadFrom(int namespaceId)
    {
        try
        {
            List<AddressMessage> found = context.Route.DumpAddresses(namespaceId: namespaceId);
            // A kernel that does not know the attribute (before Linux 4.20) answers with the addresses of this namespace.
            if (found.TrueForAll(a => a.TargetNamespaceId == namespaceId))
                return found;
        }
        catch (NetlinkException e) when (e.Errno == Errno.EINVAL)
        {
            return []; // it is being taken down
        }
        catch (NetlinkException e) when (e.Errno is Errno.EPERM or Errno.EACCES or Errno.EOPNOTSUPP)
        {
            // Not to be read from outside; perhaps by going inside.
        }

        return ReadInside(namespaceId);
    }

    /// <summary>The addresses in a namespace that this one knows by an id, read by going inside.</summary>
    internal List<AddressMessage> ReadInside(int namespaceId)
    {
        if (new PeerResolver(session, context, _ => null).FindNamespace(namespaceId) is not { } target)
        {
            session.Reporter.Warn($"A namespace behind a port of the bridge{context.Namespace.Suffix} cannot be read (its id there is {namespaceId}): its addresses may be given out again.");
            return [];
        }

        try
        {
            using NamespaceContext inside = session.Open(target);
            return inside.Route.DumpAddresses();
        }
        catch (NetNsException e)
        {
            session.Reporter.Warn($"The addresses in namespace {target} may be given out again: {e.Message}");
            return [];
        }
    }
}
