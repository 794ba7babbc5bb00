using System.Runtime.InteropServices;

namespace NetNs.Route;

/// <summary>
/// <c>struct rtmsg</c>, linux/rtnetlink.h.
/// <code>
///  0      1       2       3   4     5        6     7    8      12   bytes
/// |family|dst len|src len|tos|table|protocol|scope|type|flags |attributes ...
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct RouteHeader // struct rtmsg
{
    internal byte Family; // rtm_family
    internal byte DestinationLength; // rtm_dst_len
    internal byte SourceLength; // rtm_src_len
    internal byte TypeOfService; // rtm_tos
    internal byte Table; // rtm_table
    internal RouteProtocol Protocol; // rtm_protocol
    internal byte Scope; // rtm_scope
    internal RouteKind Kind; // rtm_type
    internal RouteFlags Flags; // rtm_flags

    internal const int Size = 12;
}
