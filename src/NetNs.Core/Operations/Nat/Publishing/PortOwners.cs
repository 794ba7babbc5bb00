using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Whether the namespaces that ports were published for are still there and have the addresses that the ports lead to. Each namespace is
/// looked at once.
/// </summary>
/// <param name="session">What to work with.</param>
/// <param name="host">Where ports are published.</param>
internal sealed class PortOwners(OperationSession session, NamespaceContext host)
{
    private readonly Dictionary<ulong, Owner?> _owners = [];
    private ILookup<ulong, NetNamespace>? _all;

    /// <summary>The namespace with its addresses; null where it has gone.</summary>
    internal Owner? Find(ulong inode, NetNamespace? tagged)
    {
        if (!_owners.TryGetValue(inode, out Owner? owner))
            _owners.Add(inode, owner = Look(inode, tagged));
        return owner;
    }

    private Owner? Look(ulong inode, NetNamespace? tagged)
    {
        // Mostly it is where it was; else it may have another name or process by now.
        if (tagged is not null && TryRead(tagged, inode) is { } there)
            return there;
        _all ??= new NamespaceDiscovery(session).FindAll().ToLookup(n => n.Inode);
        return _all[inode].Select(n => TryRead(n, inode)).FirstOrDefault(o => o is not null);
    }

    private Owner? TryRead(NetNamespace candidate, ulong inode)
    {
        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(candidate.Path);
            if (handle.Identity.Inode != inode)
                return null;
            int? id = host.Route.FindNamespaceId(handle.File);
            return new Owner(candidate, id, id is { } known ? ReadFrom(known) ?? ReadInside(candidate) : ReadInside(candidate));
        }
        catch (Exception e) when (e is IOException or NetlinkException or NetNsException { Error: NetNsError.NamespaceNotFound or NetNsError.NamespaceStale })
        {
            return null; // gone meanwhile
        }
    }

    // Without going inside; a kernel that does not know the attribute (before Linux 4.20) answers with the addresses of this namespace.
    private List<AddressMessage>? ReadFrom(int id)
    {
        try
        {
            List<AddressMessage> found = host.Route.DumpAddresses(namespaceId: id);
            return found.TrueForAll(a => a.TargetNamespaceId == id) ? found : null;
        }
        catch (NetlinkException e) when (e.Errno is Errno.EINVAL or Errno.EPERM or Errno.EACCES or Errno.EOPNOTSUPP)
        {
            return null;
        }
    }

    private List<AddressMessage> ReadInside(NetNamespace target)
    {
        using NamespaceContext inside = session.Open(target);
        return inside.Route.DumpAddresses();
    }

    /// <summary>A namespace that a port was published for.</summary>
    /// <param name="Namespace">The namespace, under a name that leads to it now.</param>
    /// <param name="Id">The id under which the host knows it; null where none was given.</param>
    /// <param name="Addresses">Its addresses.</param>
    internal sealed record Owner(NetNamespace Namespace, int? Id, IReadOnlyList<AddressMessage> Addresses)
    {
        /// <summary>The number of the link inside that has an address; null where none has, or where somebody else had it before.</summary>
        internal int? LinkOf(IPAddress address) => Addresses.FirstOrDefault(a => address.Equals(a.Local ?? a.Address) && !a.Flags.HasFlag(AddressFlags.DadFailed))?.Index;

        /// <summary>Whether it has IPv4 addresses on several links, so that answers may leave by another than what they answer.</summary>
        internal bool HasSeveralNetworks => Addresses.Where(a => a.Family == LibC.AF_INET && a.Local is { } local && !IPAddress.IsLoopback(local)).Select(a => a.Index).Distinct().Skip(1).Any();
    }
}
