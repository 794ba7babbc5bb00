namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of tun and tap links, linux/if_link.h.</summary>
internal static class TunAttribute
{
    internal const ushort Owner = 1; // IFLA_TUN_OWNER
    internal const ushort Type = 3; // IFLA_TUN_TYPE
}
