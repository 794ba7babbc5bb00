namespace NetNs.Route;

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
