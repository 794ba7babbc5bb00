using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Tests.NfTables;

/// <summary>A real socket, and how often its queue overran.</summary>
internal sealed class OverrunCounter(INetlinkTransport socket) : INetlinkTransport
{
    internal int Overruns { get; private set; }

    public void Send(ReadOnlySpan<byte> datagram) => socket.Send(datagram);

    public int Receive(Span<byte> buffer, out uint senderPortId)
    {
        try
        {
            return socket.Receive(buffer, out senderPortId);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENOBUFS)
        {
            Overruns++;
            throw;
        }
    }

    public void Dispose() => socket.Dispose();
}
