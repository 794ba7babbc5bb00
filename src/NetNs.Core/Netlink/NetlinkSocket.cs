using System.Runtime.InteropServices;
using System.Text;
using NetNs.Interop;

namespace NetNs.Netlink;

/// <summary>
/// The real transport. A netlink socket belongs to the network namespace of the thread that opens it, forever,
/// whichever thread uses it afterwards.
/// </summary>
internal sealed class NetlinkSocket : INetlinkTransport
{
    /// <summary>How long one answer may take; a bug must not hang a prompt.</summary>
    internal static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(30);

    // SO_RCVTIMEO for a 64-bit time_t, asm-generic/socket.h: glibc on 64-bit machines uses this number.
    private const int SO_RCVTIMEO = 20;

    private readonly NetlinkSocketHandle _handle;

    private NetlinkSocket(NetlinkSocketHandle handle)
    {
        _handle = handle;
    }

    /// <summary>To wait on.</summary>
    internal SafeHandle Handle => _handle;

    /// <summary>Opens a socket in the calling thread's namespace: extended and capped acknowledgements, strict checking, timeout.</summary>
    internal static NetlinkSocket Open(NetlinkFamily family)
    {
        NetlinkSocketHandle handle = SystemCall.Check(
            LibC.socket(LibC.AF_NETLINK, LibC.SOCK_RAW | LibC.SOCK_CLOEXEC, (int)family), WhatOpens(family));
        var socket = new NetlinkSocket(handle);
        // Each of these makes answers better where the kernel knows it; none is needed to work.
        socket.TrySetOption(LibC.SOL_NETLINK, NetlinkConstants.NETLINK_CAP_ACK, 1);
        socket.TrySetOption(LibC.SOL_NETLINK, NetlinkConstants.NETLINK_EXT_ACK, 1);
        socket.TrySetOption(LibC.SOL_NETLINK, NetlinkConstants.NETLINK_GET_STRICT_CHK, 1);
        socket.SetReceiveTimeout(ReplyTimeout);
        return socket;
    }

    // Not formatted: formatting an enumeration compiles code, and the thread may be inside a namespace.
    private static string WhatOpens(NetlinkFamily family) => family switch
    {
        NetlinkFamily.Route => "open a netlink socket (Route)",
        NetlinkFamily.Netfilter => "open a netlink socket (Netfilter)",
        _ => "open a netlink socket (SockDiag)",
    };

    /// <summary>How long <see cref="Receive"/> waits; zero means for ever.</summary>
    internal void SetReceiveTimeout(TimeSpan timeout)
    {
        ReadOnlySpan<nint> timeval = stackalloc nint[] { (nint)(timeout.Ticks / TimeSpan.TicksPerSecond), (nint)(timeout.Ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond) };
        SystemCall.Check(LibC.setsockopt(_handle, LibC.SOL_SOCKET, SO_RCVTIMEO, timeval, 2 * nint.Size), "set the receive timeout of a netlink socket");
    }

    /// <summary>Room for replies, in bytes. Over the system's limit only where privileged; else as much as it allows.</summary>
    internal void GrowReceiveBuffer(int bytes)
    {
        if (!TrySetOption(LibC.SOL_SOCKET, LibC.SO_RCVBUFFORCE, bytes))
            TrySetOption(LibC.SOL_SOCKET, LibC.SO_RCVBUF, bytes);
    }

    /// <summary>Room for requests, in bytes: a datagram larger than the send buffer is refused with EMSGSIZE.</summary>
    internal void GrowSendBuffer(int bytes)
    {
        if (!TrySetOption(LibC.SOL_SOCKET, LibC.SO_SNDBUFFORCE, bytes))
            TrySetOption(LibC.SOL_SOCKET, LibC.SO_SNDBUF, bytes);
    }

    /// <summary>
    /// Takes a port id of its own. An unbound socket has the id 0, and the kernel tells a group nothing that concerns the
    /// sender's own id, which is 0 where nobody asked for an echo: it would hear almost nothing.
    /// </summary>
    internal void Bind()
    {
        SockAddrNetlink any = SockAddrNetlink.Kernel;
        SystemCall.Check(LibC.bind(_handle, in any, SockAddrNetlink.Size), "bind a netlink socket");
    }

    /// <summary>Receives the notifications of a multicast group from now on; <see cref="Bind"/> comes first.</summary>
    internal void Join(uint group)
    {
        int value = (int)group;
        SystemCall.Check(LibC.setsockopt(_handle, LibC.SOL_NETLINK, NetlinkConstants.NETLINK_ADD_MEMBERSHIP, in value, sizeof(int)), $"join netlink group {group}");
    }

    /// <summary>Sets an integer option, or says that this kernel does not have it.</summary>
    internal bool TrySetOption(int level, int option, int value) => LibC.setsockopt(_handle, level, option, in value, sizeof(int)) == 0;

    public ulong? NamespaceCookie
    {
        get
        {
            int length = sizeof(ulong);
            return LibC.getsockopt(_handle, LibC.SOL_SOCKET, LibC.SO_NETNS_COOKIE, out ulong cookie, ref length) == 0 ? cookie : null;
        }
    }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        SockAddrNetlink kernel = SockAddrNetlink.Kernel;
        while (LibC.sendto(_handle, datagram, datagram.Length, 0, in kernel, SockAddrNetlink.Size) < 0)
        {
            if (SystemCall.LastError != Errno.EINTR)
                throw new NetlinkException(SystemCall.LastError, "send a netlink message");
        }
    }

    /// <summary>As <see cref="Receive"/>, but does not wait: false where there is nothing.</summary>
    /// <exception cref="NetlinkException">ENOBUFS where announcements were lost.</exception>
    internal bool TryReceive(Span<byte> buffer, out int length, out uint senderPortId)
    {
        length = (int)ReceiveWith(buffer, LibC.MSG_DONTWAIT, out senderPortId);
        if (length >= 0)
            return true;
        return SystemCall.LastError is Errno.EAGAIN ? false : throw new NetlinkException(SystemCall.LastError, "receive a netlink message");
    }

    public int Receive(Span<byte> buffer, out uint senderPortId)
    {
        int length = (int)ReceiveWith(buffer, 0, out senderPortId);
        return length >= 0 ? length : throw new NetlinkException(SystemCall.LastError, "receive a netlink message");
    }

    public string? LinkName(int index)
    {
        var request = new InterfaceRequest { Index = index };
        if (LibC.ioctl(_handle, LibC.SIOCGIFNAME, ref request) < 0)
            return null;
        ReadOnlySpan<byte> name = request.Name;
        int end = name.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? name : name[..end]);
    }

    private nint ReceiveWith(Span<byte> buffer, int flags, out uint senderPortId)
    {
        int addressLength = SockAddrNetlink.Size;
        nint received;
        SockAddrNetlink sender;
        do
            received = LibC.recvfrom(_handle, buffer, buffer.Length, LibC.MSG_TRUNC | flags, out sender, ref addressLength);
        while (received < 0 && SystemCall.LastError == Errno.EINTR);

        senderPortId = sender.PortId;
        return received;
    }

    public void Dispose() => _handle.Dispose();
}
