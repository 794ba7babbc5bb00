using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>The namespaces on a path: each is opened once, and closed with this.</summary>
internal sealed class PathNodes(OperationSession session) : IDisposable
{
    private readonly List<PathNode> _nodes = [];
    private readonly Dictionary<PathNode, PeerResolver> _resolvers = [];

    /// <summary>The namespace as a part of the path.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale or NotPermitted.</exception>
    internal PathNode Get(NetNamespace place)
    {
        if (_nodes.Find(n => n.Namespace.Equals(place)) is { } known)
            return known;
        NamespaceContext current = session.Current;
        bool isCurrent = current.Namespace.Equals(place);
        var node = new PathNode(isCurrent ? current : session.Open(place), !isCurrent);
        _nodes.Add(node);
        return node;
    }

    /// <summary>The other end of a veth; null where it is in a namespace that nobody here knows.</summary>
    internal (PathNode Node, LinkMessage Link)? PeerOf(PathNode node, LinkMessage link)
    {
        if (link.Link is not { } index)
            return null;
        PathNode? other = link.LinkNamespaceId is { } id ? Find(node, id) : node;
        return other?.Link(index) is { } peer ? (other, peer) : null;
    }

    public void Dispose()
    {
        foreach (PathNode node in _nodes)
            node.Dispose();
        _nodes.Clear();
    }

    private PathNode? Find(PathNode from, int namespaceId)
    {
        if (!_resolvers.TryGetValue(from, out PeerResolver? resolver))
            _resolvers.Add(from, resolver = new PeerResolver(session, from.Context, from.NameOf));
        try
        {
            return resolver.FindNamespace(namespaceId) is { } place ? Get(place) : null;
        }
        catch (Exception e) when (e is NetNsException or NetlinkException)
        {
            return null; // removed meanwhile, or not ours to enter
        }
    }
}
