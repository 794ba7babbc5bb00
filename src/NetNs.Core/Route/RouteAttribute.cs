namespace NetNs.Route;

/// <summary>Attributes of a route message, linux/rtnetlink.h.</summary>
internal static class RouteAttribute
{
    internal const ushort Destination = 1; // RTA_DST
    internal const ushort Source = 2; // RTA_SRC
    internal const ushort InputLink = 3; // RTA_IIF
    internal const ushort OutputLink = 4; // RTA_OIF
    internal const ushort Gateway = 5; // RTA_GATEWAY
    internal const ushort Priority = 6; // RTA_PRIORITY
    internal const ushort PreferredSource = 7; // RTA_PREFSRC
    internal const ushort Metrics = 8; // RTA_METRICS
    internal const ushort Multipath = 9; // RTA_MULTIPATH
    internal const ushort CacheInfo = 12; // RTA_CACHEINFO
    internal const ushort Table = 15; // RTA_TABLE
    internal const ushort Mark = 16; // RTA_MARK
    internal const ushort Via = 18; // RTA_VIA
    internal const ushort Preference = 20; // RTA_PREF
    internal const ushort NextHopId = 30; // RTA_NH_ID
}
