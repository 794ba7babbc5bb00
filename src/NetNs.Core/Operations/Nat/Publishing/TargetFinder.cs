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
        if (NamespaceHandle.IdentityOf(connection.Namespace.Location) is null)
            throw Failure.NamespaceNotFound(connection.Namespace.ToString());
        TargetLink link = BridgeOf(connection);
        IPAddress[] addresses = [.. connection.IPAddress.Where(a => !a.IsIPv6LinkLocal).DistinctBy(a => a.AddressFamily)];
        if (addresses.Length == 0)
            throw NoAddress(connection.Namespace);
        if (!link.IsUp)
            WarnDown(link.Name, host.Namespace, addresses[0]);
        else if (addresses.Select(a => (a, Links.Find(a, out _))).FirstOrDefault(w => w.Item2 is { } other && other.Index != link.Index) is ({ } lost, { } elsewhere))
            throw Elsewhere(connection.Namespace, lost, elsewhere.Name, link.Name);
        CheckEnds(link, connection, addresses[0]);
        // One with a default route by this bridge answers by it.
        IReadOnlyList<AnswerObstacle> obstacles = connection.Gateway.Any(g => g.AddressFamily == AddressFamily.InterNetwork) || !addresses.Any(a => a.AddressFamily == AddressFamily.InterNetwork)
            ? []
            : FindObstacles(connection);
        return new PublishTarget(connection.Namespace, [.. addresses.Select(a => (a, (TargetLink?)link))])
        {
            HostEnd = connection.HostLink.InterfaceIndex, Reach = new TargetReach(link.IsUp, false, Warned(obstacles, connection.Namespace)),
        };
    }

    /// <summary>
    /// The first address of each family that the container has for good and that the host reaches without a router: on a veth whose other end
    /// is the host's before any other.
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

        Dictionary<int, LinkMessage> veths = HostEnds(inside);
        AddressMessage[] addresses = [.. inside.Route.DumpAddresses().Where(IsCandidate).OrderBy(a => veths.ContainsKey(a.Index) ? 0 : 1).ThenBy(Rank)];
        var ends = new List<(IPAddress, TargetLink?)>();
        NetNsException? reason = null;
        AddressMessage? ipv4 = null;
        foreach (AddressMessage message in addresses)
        {
            IPAddress address = InterfaceAddress.From(message).Address;
            if (ends.Exists(e => e.Item1.AddressFamily == address.AddressFamily) || Links.Find(address, out _) is not { } link || link.NetworkOf(address) is null)
                continue;
            // The same subnet may be on two links of the host: the route then leads to somebody else.
            if (veths.TryGetValue(message.Index, out LinkMessage? veth) && LoopbackSwitch.Find(host, veth.Link!.Value) is { } end)
            {
                if ((end.Master ?? end.Index) != link.Index && LoopbackSwitch.Find(host, end.Master ?? end.Index) is { } own && own.Kind is BridgeKind or VethKind)
                {
                    reason = Elsewhere(container, address, link.Name, own.Name!);
                    continue;
                }

                if (!veth.Flags.HasFlag(LinkFlags.Up))
                    WarnDown(veth.Name!, container, address);
                else if (!end.Flags.HasFlag(LinkFlags.Up))
                    WarnDown(end.Name!, host.Namespace, address);
                WarnMtu(link, (int)(veth.Mtu ?? 0), veth.Name!, container);
            }

            ends.Add((address, link));
            if (address.AddressFamily == AddressFamily.InterNetwork)
                ipv4 = message;
        }

        if (ends.Count == 0)
            throw reason ?? NoAddress(container);
        IReadOnlyList<AnswerObstacle> obstacles = ipv4 is null || !addresses.Any(a => a.Family == ipv4.Family && a.Index != ipv4.Index) ? [] : AnswerObstacle.Find(host, inside, ipv4.Index);
        // The namespace as the session knows it: under its present name, with its inode.
        return new PublishTarget(inside.Namespace, ends) { Reach = new TargetReach(true, false, Warned(obstacles, container)) };
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

    // The container's veths whose other end is the host's, by number.
    private Dictionary<int, LinkMessage> HostEnds(NamespaceContext inside)
    {
        // Links first: where nobody has listed them as yet, the kernel only now gives the other ends' namespaces their ids.
        List<LinkMessage> links = inside.Route.DumpLinks(kind: new VethKind());
        int? hostId = inside.Route.FindNamespaceId(host.Handle.File);
        return links.Where(l => l.Link is > 0 && hostId is not null && l.LinkNamespaceId == hostId).ToDictionary(l => l.Index);
    }

    // An address that another machine had before (dadfailed) is none of the container's.
    private static bool IsCandidate(AddressMessage message)
    {
        IPAddress address = InterfaceAddress.From(message).Address;
        return !IPAddress.IsLoopback(address) && !address.IsIPv6LinkLocal && !message.Flags.HasFlag(AddressFlags.DadFailed);
    }

    // What it has for good comes first, then what is about to go (deprecated), then what it may not get (tentative).
    private static int Rank(AddressMessage message)
        => message.Flags.HasFlag(AddressFlags.Tentative) && !message.Flags.HasFlag(AddressFlags.Optimistic) ? 2 : message.Flags.HasFlag(AddressFlags.Deprecated) ? 1 : 0;

    private TargetLink BridgeOf(BridgeConnection connection)
    {
        try
        {
            return Links.Get(connection.Bridge.InterfaceIndex);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            throw BridgeOperations.NotFound(host, connection.Bridge.Name, e);
        }
    }

    // Both ends as they are now: the connection tells how they were when it was made.
    private void CheckEnds(TargetLink link, BridgeConnection connection, IPAddress address)
    {
        if (LoopbackSwitch.Find(host, connection.HostLink.InterfaceIndex) is not { } end)
            return;
        if (!end.Flags.HasFlag(LinkFlags.Up))
            WarnDown(end.Name!, host.Namespace, address);
        try
        {
            if (end is { Link: { } peer, LinkNamespaceId: { } id } && host.Route.GetLink(peer, id) is { } inner)
            {
                if (!inner.Flags.HasFlag(LinkFlags.Up))
                    WarnDown(inner.Name!, connection.Namespace, address);
                WarnMtu(link, (int)(inner.Mtu ?? 0), inner.Name!, connection.Namespace);
            }
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENODEV or Errno.EINVAL or Errno.EPERM or Errno.EOPNOTSUPP)
        {
            // Gone meanwhile, not ours to see, or a kernel without IFLA_TARGET_NETNSID.
        }
    }

    private IReadOnlyList<AnswerObstacle> FindObstacles(BridgeConnection connection)
    {
        using NamespaceContext inside = session.Open(connection.Namespace);
        return AnswerObstacle.Find(host, inside, connection.Link.InterfaceIndex);
    }

    private IReadOnlyList<AnswerObstacle> Warned(IReadOnlyList<AnswerObstacle> obstacles, NetNamespace container)
    {
        foreach (AnswerObstacle obstacle in obstacles)
            host.Reporter.Warn($"Other networks do not reach what is published to {container}{host.Namespace.Suffix}: {obstacle.Problem}. Make the filter loose with: {obstacle.Remedy}");
        return obstacles;
    }

    private void WarnDown(string link, NetNamespace where, IPAddress address) => host.Reporter.Warn(
        $"{link}{where.Suffix} is down: nobody reaches {address}. Switch it on with: {where.Cmdlet($"Enable-NetLink {link}")}");

    // What is larger than the receiving end takes is dropped on a bridge, and nobody is told.
    private void WarnMtu(TargetLink link, int mtu, string name, NetNamespace container)
    {
        if (link.Message.Mtu is not { } own || own == mtu || mtu == 0)
            return;
        host.Reporter.Warn($"{link.Name}{host.Namespace.Suffix} has an MTU of {own} bytes, and {name} in namespace {container} one of {mtu}: large packets get lost between them. Make them alike with: {container.Cmdlet($"Set-NetLink {name} -Mtu {own}")}");
    }

    private NetNsException Elsewhere(NetNamespace container, IPAddress address, string taken, string own) => new(NetNsError.AddressNotFound,
        $"The route to {address}{host.Namespace.Suffix} leads out by {taken}, but namespace {container} is behind {own}: the port would lead to somebody else.", container,
        $"Two links of the host are in one network. Give one of them another network, or see the route with: Find-NetRoute {address}{(host.IsCurrent ? "" : $" -Namespace {host.Namespace}")}");

    private NetNsException NoAddress(NetNamespace container) => new(NetNsError.AddressNotFound,
        $"Namespace {container} has no address that is reached{host.Namespace.Suffix} without a router.", container,
        $"Connect it with Connect-Bridge, give it an address with {container.Cmdlet($"New-NetIPAddress")}, or name the address with -Target.");
}
