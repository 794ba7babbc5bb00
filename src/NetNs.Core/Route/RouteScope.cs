namespace NetNs.Route;

/// <summary>rtm_scope and ifa_scope, linux/rtnetlink.h.</summary>
internal static class RouteScope
{
    internal const byte Universe = 0; // RT_SCOPE_UNIVERSE
    internal const byte Site = 200; // RT_SCOPE_SITE
    internal const byte Link = 253; // RT_SCOPE_LINK
    internal const byte Host = 254; // RT_SCOPE_HOST
    internal const byte Nowhere = 255; // RT_SCOPE_NOWHERE
}
