using System.Runtime.InteropServices;

namespace NetNs.Route;

/// <summary>Numbers of the routing tables with a name, linux/rtnetlink.h.</summary>
internal static class RouteTable
{
    internal const uint Unspecified = 0; // RT_TABLE_UNSPEC
    internal const uint Default = 253; // RT_TABLE_DEFAULT
    internal const uint Main = 254; // RT_TABLE_MAIN
    internal const uint Local = 255; // RT_TABLE_LOCAL
}

/// <summary>rtm_scope and ifa_scope, linux/rtnetlink.h.</summary>
internal static class RouteScope
{
    internal const byte Universe = 0; // RT_SCOPE_UNIVERSE
    internal const byte Site = 200; // RT_SCOPE_SITE
    internal const byte Link = 253; // RT_SCOPE_LINK
    internal const byte Host = 254; // RT_SCOPE_HOST
    internal const byte Nowhere = 255; // RT_SCOPE_NOWHERE
}

/// <summary>rtm_protocol: who made a route, linux/rtnetlink.h.</summary>
internal enum RouteProtocol : byte
{
    Unspecified = 0, // RTPROT_UNSPEC
    Redirect = 1, // RTPROT_REDIRECT
    Kernel = 2, // RTPROT_KERNEL
    Boot = 3, // RTPROT_BOOT
    Static = 4, // RTPROT_STATIC
    RouterAdvertisement = 9, // RTPROT_RA
    Dhcp = 16, // RTPROT_DHCP
}

/// <summary>rtm_type, linux/rtnetlink.h.</summary>
internal enum RouteKind : byte
{
    Unspecified = 0, // RTN_UNSPEC
    Unicast = 1, // RTN_UNICAST
    Local = 2, // RTN_LOCAL
    Broadcast = 3, // RTN_BROADCAST
    Anycast = 4, // RTN_ANYCAST
    Multicast = 5, // RTN_MULTICAST
    Blackhole = 6, // RTN_BLACKHOLE
    Unreachable = 7, // RTN_UNREACHABLE
    Prohibit = 8, // RTN_PROHIBIT
    Throw = 9, // RTN_THROW
}

/// <summary>rtm_flags, linux/rtnetlink.h.</summary>
[Flags]
internal enum RouteFlags : uint
{
    None = 0, // 0
    Dead = 1, // RTNH_F_DEAD
    OnLink = 4, // RTNH_F_ONLINK
    LinkDown = 16, // RTNH_F_LINKDOWN
    Cloned = 0x200, // RTM_F_CLONED
    LookUpTable = 0x1000, // RTM_F_LOOKUP_TABLE
    FibMatch = 0x2000, // RTM_F_FIB_MATCH
}

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
