using System.Buffers;
using System.Runtime.InteropServices;
using NetNs.Interop;

namespace NetNs.Netlink;

/// <summary>
/// Hears what the kernel announces in one namespace. Opened before the state is read, it misses nothing in between: what
/// changed meanwhile is told twice rather than not at all. One thread at a time.
/// </summary>
internal sealed class NetlinkListener : IDisposable
{
    // The kernel announces each change in a datagram of its own; the largest (a link with all it has) stays under 8 KiB.
    private const int DatagramSize = 32 * 1024;

    // Room for some ten thousand announcements that wait: what bounds the memory of a listener in a storm.
    private const int QueueBytes = 8 * 1024 * 1024;

    private readonly NetlinkSocket _socket;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(DatagramSize);
    private readonly uint _group;
    private bool _disposed;

    private NetlinkListener(NetlinkSocket socket, uint group)
    {
        _socket = socket;
        _group = group;
    }

    /// <summary>To wait on, in a <see cref="DescriptorPoll"/>.</summary>
    internal SafeHandle Handle => _socket.Handle;

    /// <summary>Listens in the calling thread's namespace, from now on.</summary>
    /// <param name="family">The netlink family.</param>
    /// <param name="groups">Numbers of its multicast groups.</param>
    internal static NetlinkListener Open(NetlinkFamily family, params ReadOnlySpan<uint> groups)
    {
        NetlinkSocket socket = NetlinkSocket.Open(family);
        try
        {
            socket.GrowReceiveBuffer(QueueBytes);
            socket.Bind();
            foreach (uint group in groups)
                socket.Join(group);
            return new NetlinkListener(socket, groups[0]);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Hears, from now on, also what happens in every namespace that this one knows by id: those of its veths' peers among them.
    /// Says no where that is not permitted (CAP_NET_BROADCAST) or the kernel cannot (before Linux 4.2).
    /// </summary>
    internal bool TryHearOtherNamespaces() => _socket.TrySetOption(LibC.SOL_NETLINK, NetlinkConstants.NETLINK_LISTEN_ALL_NSID, 1);

    /// <summary>The next announcement that waits, without waiting for one.</summary>
    /// <param name="datagram">Messages for a <see cref="MessageReader"/>; valid until the next call.</param>
    internal Announcement Next(out ReadOnlySpan<byte> datagram)
    {
        while (true)
        {
            datagram = default;
            int length;
            uint sender;
            try
            {
                if (!_socket.TryReceive(_buffer, out length, out sender))
                    return Announcement.None;
            }
            catch (NetlinkException e) when (e.Errno == Errno.ENOBUFS)
            {
                return Announcement.Lost;
            }

            if (sender != 0)
                continue; // anybody may send to a netlink socket; only the kernel has port id 0
            if (length > _buffer.Length)
                return Announcement.Lost;
            datagram = _buffer.AsSpan(0, length);
            return Announcement.Messages;
        }
    }

    /// <summary>
    /// Waits until what the kernel is announcing at this moment has reached every listener. It goes from one to the next; who joins
    /// a group, also once more, waits until nobody is on the way (netlink_table_grab, net/netlink/af_netlink.c).
    /// </summary>
    internal void AwaitDelivery() => _socket.Join(_group);

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _socket.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
    }
}

/// <summary>What a <see cref="NetlinkListener"/> has to tell.</summary>
internal enum Announcement // ours
{
    /// <summary>Nothing at the moment.</summary>
    None,

    /// <summary>One or more messages.</summary>
    Messages,

    /// <summary>The queue ran over and the kernel dropped some (ENOBUFS): what is known must be read anew. Older announcements may still follow.</summary>
    Lost,
}
