using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Turns what a user gives as the target of a published port into addresses that the host reaches.</summary>
/// <param name="session">What to work with.</param>
/// <param name="host">Where ports are published.</param>
internal sealed class TargetFinder(OperationSession session, NamespaceContext host)
{
    internal TargetLinks Links { get; } = new(host);

    /// <summary>The inner end of a connection to a bridge of the host.</summary>
    /// <exception cref="NetNsException">AddressNotFound where it has no address; NamespaceNotFound where it has gone.</exception>
    internal PublishTarget FromConnection(BridgeConnection connection)
    {
        // Another namespace than the bridge's was asked for: what the connection tells is not true there.
        if (!connection.Bridge.Namespace.Equals(host.Namespace))
            return FromNamespace(connection.Namespace);
        if (NamespaceHandle.IdentityOf(connection.Namespace.Path) is null)
            throw Failure.NamespaceNotFound(connection.Namespace.ToString());
        TargetLink link = Links.Get(connection.Bridge.InterfaceIndex, connection.Bridge.Name);
        (IPAddress, TargetLink?)[] ends = [.. connection.IPAddress.Where(a => !a.IsIPv6LinkLocal).DistinctBy(a => a.AddressFamily).Select(a => (a, (TargetLink?)link))];
        return ends.Length > 0 ? new PublishTarget(connection.Namespace, ends) { HostEnd = connection.HostLink.InterfaceIndex } : throw NoAddress(connection.Namespace);
    }

    /// <summary>
    /// The first address of each family that the host reaches without a router: on a veth whose other end is the host's before
    /// any other.
    /// </summary>
    /// <exception cref="NetNsException">AddressNotFound, NamespaceNotFound, NamespaceStale; ArgumentsInvalid where it is the host itself.</exception>
    internal PublishTarget FromNamespace(NetNamespace container)
    {
        using NamespaceContext inside = session.Open(container);
        if (inside.Handle.Identity == host.Handle.Identity)
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Namespace {container} is the one where the port would be published: what listens there is reached without publishing.", container,
                "Name the container with -Target, and the host with -Namespace.");
        }

        HashSet<int> hostEnds = HostEnds(inside);
        AddressMessage[] addresses = [.. inside.Route.DumpAddresses().Where(IsCandidate).OrderBy(a => hostEnds.Contains(a.Index) ? 0 : 1)];
        var ends = new List<(IPAddress, TargetLink?)>();
        foreach (AddressMessage message in addresses)
        {
            IPAddress address = InterfaceAddress.From(message).Address;
            if (ends.Exists(e => e.Item1.AddressFamily == address.AddressFamily) || Links.Find(address, out _) is not { } link || link.NetworkOf(address) is null)
                continue;
            ends.Add((address, link));
        }

        // The namespace as the session knows it: under its present name, with its inode.
        return ends.Count > 0 ? new PublishTarget(inside.Namespace, ends) : throw NoAddress(container);
    }

    /// <summary>An address, whoever has it.</summary>
    /// <param name="address">The address.</param>
    /// <param name="container">The name of the namespace that had it once: the port is for that one where it still has it.</param>
    /// <exception cref="NetNsException">AddressInvalid.</exception>
    internal PublishTarget FromAddress(IPAddress address, string? container = null)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        string? reason = IPAddress.IsLoopback(address) ? "a loopback address leads nowhere but to the host itself"
            : PortEntry.IsAny(address) ? "it is the unspecified address"
            : InterfaceAddress.IsMulticast(address) || address.Equals(IPAddress.Broadcast) ? "it is not the address of one machine"
            : address.IsIPv6LinkLocal ? "a link-local address means nothing without its link"
            : null;
        if (reason is not null)
        {
            throw new NetNsException(NetNsError.AddressInvalid, $"A port cannot be published to {address}: {reason}.", address,
                "Give the container's own address, or the namespace, or pipe in what Connect-Bridge returned.");
        }

        TargetLink? link = Links.Find(address, out bool isReachable);
        if (!isReachable)
            host.Reporter.Warn($"No route leads to {address}{host.Namespace.Suffix} as yet: what is published to it is unreachable.");
        return new PublishTarget(container is null ? null : FindOwner(container, address), (address, link));
    }

    private NetNamespace? FindOwner(string name, IPAddress address)
    {
        if (new NamespaceOperations(session).Find(name) is not { State: NetNamespaceState.Active } found)
            return null;
        using NamespaceContext inside = session.Open(found);
        return inside.Route.DumpAddresses().Exists(a => InterfaceAddress.From(a).Address.Equals(address)) ? inside.Namespace : null;
    }

    // The container's veths whose other end is the host's.
    private HashSet<int> HostEnds(NamespaceContext inside)
    {
        // Links first: where nobody has listed them as yet, the kernel only now gives the other ends' namespaces their ids.
        List<LinkMessage> links = inside.Route.DumpLinks(kind: new VethKind());
        int? hostId = inside.Route.FindNamespaceId(host.Handle.File);
        return links
            .Where(l => l.Link is > 0 && hostId is not null && l.LinkNamespaceId == hostId)
            .Select(l => l.Index)
            .ToHashSet();
    }

    private static bool IsCandidate(AddressMessage message)
    {
        IPAddress address = InterfaceAddress.From(message).Address;
        return !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal;
    }

    private NetNsException NoAddress(NetNamespace container) => new(NetNsError.AddressNotFound,
        $"Namespace {container} has no address that is reached{host.Namespace.Suffix} without a router.", container,
        $"Connect it with Connect-Bridge, give it an address with New-NetIPAddress -Namespace {container}, or name the address with -Target.");
}
