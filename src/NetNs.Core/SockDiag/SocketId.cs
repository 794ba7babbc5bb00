using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetNs.SockDiag;

/// <summary>
/// <c>struct inet_diag_sockid</c>, linux/inet_diag.h; ports and addresses in network order.
/// <code>
///  0     2     4      20          36   40     48   bytes
/// |sport|dport|source|destination|link|cookie|
/// </code>
/// An IPv4 address stands in the first four bytes of its sixteen.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketId // struct inet_diag_sockid
{
    internal ushort SourcePort; // idiag_sport
    internal ushort DestinationPort; // idiag_dport
    internal SocketAddressBytes Source; // idiag_src
    internal SocketAddressBytes Destination; // idiag_dst
    internal uint Link; // idiag_if
    internal SocketCookie Cookie; // idiag_cookie

    /// <summary>Sixteen bytes of an address.</summary>
    [InlineArray(4)]
    internal struct SocketAddressBytes
    {
        private uint _first;
    }

    /// <summary>What tells a socket from a later one with the same address.</summary>
    [InlineArray(2)]
    internal struct SocketCookie
    {
        private uint _first;
    }
}
