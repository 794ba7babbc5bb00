using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.SockDiag;

namespace NetNs.Operations;

/// <summary>Sockets of a namespace, and the processes that hold them.</summary>
internal sealed class SocketOperations
{
    // The processes of all sockets are looked for at once, when the first is asked about.
    private readonly SocketOwners _owners = new();

    /// <summary>TCP connections and listeners, one by one as the kernel tells them.</summary>
    /// <param name="context">Where.</param>
    /// <param name="states">In which states; null for all. Filtered in the kernel.</param>
    /// <param name="localPort">0 for any. Filtered in the kernel.</param>
    /// <exception cref="NetNsException">KernelFeatureMissing.</exception>
    internal IEnumerable<NetTCPConnection> ListTcp(NamespaceContext context, NetTCPState[]? states = null, ushort localPort = 0)
    {
        var names = new LinkNames(context);
        uint mask = states?.Aggregate(0u, (bits, state) => bits | (1u << (int)state)) ?? uint.MaxValue;
        foreach (SocketMessage message in Read(context, SocketProtocol.Tcp, mask, localPort))
        {
            yield return new NetTCPConnection
            {
                LocalAddress = Plain(message.Local),
                LocalPort = message.LocalPort,
                RemoteAddress = Plain(message.Remote),
                RemotePort = message.RemotePort,
                AddressFamily = FamilyOf(message),
                InterfaceAlias = message.Link == 0 ? null : names[message.Link],
                UserId = message.UserId,
                Inode = message.Inode,
                // The kernel knows states that never leave it as such: a request that waits is one that was answered.
                State = message.State > SocketState.Closing ? NetTCPState.SynReceived : (NetTCPState)message.State,
                Namespace = context.Namespace,
                Owners = _owners,
            };
        }
    }

    /// <summary>UDP sockets, one by one as the kernel tells them.</summary>
    /// <param name="context">Where.</param>
    /// <param name="localPort">0 for any. Filtered in the kernel.</param>
    /// <exception cref="NetNsException">KernelFeatureMissing.</exception>
    internal IEnumerable<NetUDPEndpoint> ListUdp(NamespaceContext context, ushort localPort = 0)
    {
        var names = new LinkNames(context);
        foreach (SocketMessage message in Read(context, SocketProtocol.Udp, uint.MaxValue, localPort))
        {
            yield return new NetUDPEndpoint
            {
                LocalAddress = Plain(message.Local),
                LocalPort = message.LocalPort,
                RemoteAddress = Plain(message.Remote),
                RemotePort = message.RemotePort,
                AddressFamily = FamilyOf(message),
                InterfaceAlias = message.Link == 0 ? null : names[message.Link],
                UserId = message.UserId,
                Inode = message.Inode,
                Namespace = context.Namespace,
                Owners = _owners,
            };
        }
    }

    private static IEnumerable<SocketMessage> Read(NamespaceContext context, SocketProtocol protocol, uint states, ushort localPort)
    {
        using IEnumerator<SocketMessage> sockets = context.Sockets.Stream(protocol, states, localPort).GetEnumerator();
        while (MoveNext(sockets, protocol))
            yield return sockets.Current;
    }

    private static bool MoveNext(IEnumerator<SocketMessage> sockets, SocketProtocol protocol)
    {
        try
        {
            return sockets.MoveNext();
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENOENT or Errno.EOPNOTSUPP or Errno.EAFNOSUPPORT)
        {
            throw new NetNsException(NetNsError.KernelFeatureMissing, $"The kernel cannot list {protocol.ToString().ToUpperInvariant()} sockets ({protocol.ToString().ToLowerInvariant()}_diag).", null,
                $"Load its module: modprobe {protocol.ToString().ToLowerInvariant()}_diag", e);
        }
    }

    private static IPFamily FamilyOf(SocketMessage message) => message.Family == LibC.AF_INET ? IPFamily.IPv4 : IPFamily.IPv6;

    // An IPv6 socket that talks IPv4 has addresses like ::ffff:10.0.0.1.
    private static System.Net.IPAddress Plain(System.Net.IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
