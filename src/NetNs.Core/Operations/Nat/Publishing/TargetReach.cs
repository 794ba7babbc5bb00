using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What is known of the way from the host to one target of published ports.</summary>
/// <param name="IsReached">Whether packets for the target get to it: a route leads there, by a link that is up and leads to the container.</param>
/// <param name="IsStale">Whether the container has gone, or does not have the address any more.</param>
/// <param name="Answers">What keeps answers to other networks from coming back; empty where nothing does.</param>
internal sealed record TargetReach(bool IsReached, bool IsStale, IReadOnlyList<AnswerObstacle> Answers)
{
    /// <summary>The number of the link that the host sends by; null where it is not known.</summary>
    internal int? Link { get; init; }

    /// <summary>Nothing is in the way.</summary>
    internal static TargetReach Open { get; } = new(true, false, []);
}

/// <summary>Looks at the ways to the targets of published ports, each once.</summary>
/// <param name="session">What to work with.</param>
/// <param name="host">Where ports are published.</param>
internal sealed class TargetReaches(OperationSession session, NamespaceContext host)
{
    private readonly TargetLinks _links = new(host);
    private readonly PortOwners _owners = new(session, host);
    private readonly Dictionary<(ulong?, IPAddress), TargetReach> _known = [];
    private readonly Dictionary<int, List<LinkMessage>> _ports = [];

    /// <param name="tagged">The namespace that a port was published for, as its tag tells; null where only an address was given.</param>
    /// <param name="target">Where it leads.</param>
    internal TargetReach Of(NetNamespace? tagged, IPAddress target)
    {
        (ulong?, IPAddress) key = (tagged?.Inode, target);
        if (!_known.TryGetValue(key, out TargetReach? reach))
            _known.Add(key, reach = Look(tagged, target));
        return reach;
    }

    private TargetReach Look(NetNamespace? tagged, IPAddress target)
    {
        PortOwners.Owner? owner = tagged is null ? null : _owners.Find(tagged.Inode, tagged);
        int? inner = owner?.LinkOf(target);
        if (tagged is not null && inner is null)
            return new TargetReach(false, true, []);
        if (_links.Find(target, out _, out bool isDirect) is not { } way)
            return new TargetReach(false, false, []);
        // Behind a router nobody can tell from here whether the link leads to the container.
        bool isReached = way.IsUp && (owner is not { Id: { } id } || inner is not { } index || !isDirect || LeadsTo(way.Message, id, index));
        return new TargetReach(isReached, false, isReached && owner is { HasSeveralNetworks: true } && target.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? AnswersOf(owner, inner!.Value) : []) { Link = way.Index };
    }

    private IReadOnlyList<AnswerObstacle> AnswersOf(PortOwners.Owner owner, int inner)
    {
        try
        {
            using NamespaceContext inside = session.Open(owner.Namespace);
            return AnswerObstacle.Find(host, inside, inner);
        }
        catch (NetNsException e) when (e.Error is NetNsError.NamespaceNotFound or NetNsError.NamespaceStale or NetNsError.NotPermitted)
        {
            return [];
        }
    }

    /// <summary>Whether the link that the host sends by leads to a link of the container. One that is neither a bridge nor a veth is not judged.</summary>
    private bool LeadsTo(LinkMessage link, int id, int inner)
    {
        if (link.Kind is VethKind)
            return link.LinkNamespaceId == id && link.Link == inner;
        if (link.Kind is not BridgeKind)
            return true;
        if (!_ports.TryGetValue(link.Index, out List<LinkMessage>? ports))
            _ports.Add(link.Index, ports = host.Route.DumpLinks(master: link.Index));
        // Behind a port that is no veth, and in a namespace below another one, are machines that cannot be seen from here.
        return ports.Exists(p => p.LinkNamespaceId == id && p.Link == inner) || !ports.TrueForAll(p => p.Kind is VethKind);
    }
}
