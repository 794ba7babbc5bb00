using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Finds the other ends of veths, and parents of links, across namespaces. The kernel tells the number of the other link, and under which id (nsid) the namespace
/// knows the other one. Which that is, is asked only of those that have a link of that number which points back.
/// </summary>
internal sealed class TopologyPeers(OperationSession session)
{
    private readonly List<NamespaceReading> _read = [];

    /// <summary>Finds what a namespace has to do with itself and with those that were read before. What only a later one answers is found by that one: both ends of a veth know each other.</summary>
    internal void Connect(NamespaceContext context, NamespaceReading reading)
    {
        foreach (LinkMessage link in reading.Links.Where(l => l.LinkNamespaceId is null))
        {
            if (LinkFactory.LowerIndex(link) is { } index && reading.Link(index) is { } lower)
                reading.Peers[link.Index] = (reading, lower);
        }

        Search(context, reading, _read);
        _read.Add(reading);
    }

    /// <summary>Finds parents in namespaces that were read after their children. A parent does not know its children.</summary>
    internal void Finish()
    {
        foreach (NamespaceReading reading in _read)
        {
            if (!reading.Links.Exists(l => IsOpen(reading, l) && l.Kind is not VethKind))
                continue;
            using NamespaceContext context = session.Open(reading.Namespace);
            Search(context, reading, _read);
        }
    }

    private static bool IsOpen(NamespaceReading reading, LinkMessage link)
        => link.LinkNamespaceId is not null && LinkFactory.LowerIndex(link) is not null && !reading.Peers.ContainsKey(link.Index);

    private static void Search(NamespaceContext context, NamespaceReading reading, IReadOnlyList<NamespaceReading> candidates)
    {
        Dictionary<int, NamespaceReading> known = [];
        HashSet<(NamespaceReading, int)> asked = [];
        foreach (LinkMessage link in reading.Links.Where(l => IsOpen(reading, l)))
        {
            int id = link.LinkNamespaceId!.Value;
            int index = LinkFactory.LowerIndex(link)!.Value;
            if (known.TryGetValue(id, out NamespaceReading? found))
            {
                Join(reading, link, found, found.Link(index));
                continue;
            }

            foreach (NamespaceReading candidate in candidates.Where(c => c != reading && c.Link(index) is { } other && PointsBack(link, other)))
            {
                if (!asked.Add((candidate, id)) || IdOf(context, candidate.Namespace) is not { } candidateId)
                    continue;
                known.TryAdd(candidateId, candidate);
                if (candidateId != id)
                    continue;
                Join(reading, link, candidate, candidate.Link(index));
                break;
            }
        }
    }

    private static bool PointsBack(LinkMessage link, LinkMessage other) => link.Kind is not VethKind || (other.Kind is VethKind && other.LinkNamespaceId is not null && other.Link == link.Index);

    private static void Join(NamespaceReading reading, LinkMessage link, NamespaceReading other, LinkMessage? peer)
    {
        if (peer is null || !PointsBack(link, peer))
            return; // one of the two has changed since it was read
        reading.Peers[link.Index] = (other, peer);
        if (link.Kind is VethKind)
            other.Peers[peer.Index] = (reading, link);
    }

    private static int? IdOf(NamespaceContext context, NetNamespace candidate)
    {
        try
        {
            using NamespaceHandle handle = OperationSession.OpenHandle(candidate);
            return context.Route.FindNamespaceId(handle.File);
        }
        catch (NetNsException e) when (e.Error is NetNsError.NamespaceNotFound or NetNsError.NamespaceStale)
        {
            return null; // removed since it was read
        }
    }
}
