using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.SockDiag;

/// <summary>The sockets of one namespace. One thread at a time.</summary>
internal sealed class SockDiagClient(NetlinkConnection connection) : IDisposable
{
    private static readonly byte[] Families = [LibC.AF_INET, LibC.AF_INET6];

    /// <summary>The connection underneath, for its tracer and its warnings.</summary>
    internal NetlinkConnection Connection { get; } = connection;

    /// <summary>Opens a client in the calling thread's namespace.</summary>
    internal static SockDiagClient Open() => new(NetlinkConnection.Open(NetlinkFamily.SockDiag));

    /// <summary>Sockets, one by one as the kernel tells them; IPv4 first, then IPv6, which also serves IPv4 where it listens on ::.</summary>
    /// <param name="protocol">TCP, UDP or SCTP.</param>
    /// <param name="states">A bit for each <see cref="SocketState"/>; filtered in the kernel.</param>
    /// <param name="localPort">0 for any; filtered in the kernel.</param>
    /// <exception cref="NetlinkException">ENOENT where the kernel cannot list such sockets.</exception>
    internal IEnumerable<SocketMessage> Stream(SocketProtocol protocol, uint states = uint.MaxValue, ushort localPort = 0)
    {
        foreach (byte family in Families)
        {
            var writer = new NetlinkWriter();
            using (writer.Message(SocketMessageType.ByFamily, MessageFlags.Dump))
                new SocketRequest { Family = family, Protocol = protocol, States = states, LocalPort = localPort }.Write(writer);
            foreach (SocketMessage message in Connection.Stream<SocketMessage>(writer, $"list {protocol.ToString().ToUpperInvariant()} sockets"))
                yield return message;
        }
    }

    public void Dispose() => Connection.Dispose();
}
