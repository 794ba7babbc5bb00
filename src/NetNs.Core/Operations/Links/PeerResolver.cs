using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Finds the other end of a veth, wherever it is. The kernel tells its number and the id of its namespace; which of the
/// namespaces with a name (or the current one) has that id is asked once for all of them.
/// </summary>
internal sealed class PeerResolver(OperationSession session, NamespaceContext context, Func<int, string?> localNames)
{
    private readonly Dictionary<int, NetNamespace> _known = [];
    private IEnumerator<NetNamespace>? _rest;

    internal (string? Name, NetNamespace? Namespace) Find(int index, int? namespaceId)
    {
        if (namespaceId is not { } id)
            return (localNames(index), context.Namespace);
        return (PeerName(index, id), FindNamespace(id));
    }

    private string? PeerName(int index, int namespaceId)
    {
        try
        {
            return context.Route.GetLink(index, namespaceId).Name;
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENODEV or Errno.EINVAL or Errno.EPERM or Errno.EOPNOTSUPP)
        {
            return null; // gone meanwhile, not ours to see, or a kernel without IFLA_TARGET_NETNSID
        }
    }

    /// <summary>The namespace that this one knows by an id; null where it has no name.</summary>
    internal NetNamespace? FindNamespace(int namespaceId)
    {
        if (_known.TryGetValue(namespaceId, out NetNamespace? known))
            return known;
        _rest ??= Candidates().GetEnumerator();
        while (_rest.MoveNext())
        {
            NetNamespace candidate = _rest.Current;
            if (candidate.State == NetNamespaceState.Stale || IdOf(candidate) is not { } id)
                continue;
            _known.TryAdd(id, candidate);
            if (id == namespaceId)
                return candidate;
        }

        return null;
    }

    // Where we stand may have no name: most pairs lead from there into a namespace that has.
    private IEnumerable<NetNamespace> Candidates()
    {
        yield return session.Current.Namespace;
        foreach (NetNamespace named in new NamespaceOperations(session).List())
            yield return named;
    }

    private int? IdOf(NetNamespace candidate)
    {
        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(candidate.Location);
            return context.Route.FindNamespaceId(handle.File);
        }
        catch (IOException)
        {
            return null; // removed since it was listed
        }
    }
}
