using System.Runtime.InteropServices;

namespace NetNs.SockDiag;

/// <summary>Protocols whose sockets can be listed, linux/in.h.</summary>
internal enum SocketProtocol : byte
{
    Tcp = 6, // IPPROTO_TCP
    Udp = 17, // IPPROTO_UDP
    Sctp = 132, // IPPROTO_SCTP
}

/// <summary>
/// <c>struct inet_diag_req_v2</c>, linux/inet_diag.h. A port in the id that is not 0 filters in the kernel.
/// <code>
///  0      1        2   3   4      8  56   bytes
/// |family|protocol|ext|pad|states|id|
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketRequestHeader // struct inet_diag_req_v2
{
    internal byte Family; // sdiag_family
    internal SocketProtocol Protocol; // sdiag_protocol
    internal byte Extensions; // idiag_ext
    internal byte Pad; // pad
    internal uint States; // idiag_states
    internal SocketId Id; // id
}
