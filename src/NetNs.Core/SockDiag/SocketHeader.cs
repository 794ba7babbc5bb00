using System.Runtime.InteropServices;

namespace NetNs.SockDiag;

/// <summary>
/// <c>struct inet_diag_msg</c>, linux/inet_diag.h.
/// <code>
///  0      1     2     3       4  52      56        60         64  68    72   bytes
/// |family|state|timer|retries|id|expires|receiving|sending   |uid|inode|attributes ...
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SocketHeader // struct inet_diag_msg
{
    internal byte Family; // idiag_family
    internal byte State; // idiag_state
    internal byte Timer; // idiag_timer
    internal byte Retries; // idiag_retrans
    internal SocketId Id; // id
    internal uint Expires; // idiag_expires
    internal uint ReceiveQueue; // idiag_rqueue
    internal uint SendQueue; // idiag_wqueue
    internal uint UserId; // idiag_uid
    internal uint Inode; // idiag_inode

    internal const int Size = 72;
}
