namespace NetNs.Route;

/// <summary>What stands inside IFLA_LINKINFO, linux/if_link.h.</summary>
internal static class LinkInfoAttribute
{
    internal const ushort Kind = 1; // IFLA_INFO_KIND
    internal const ushort Data = 2; // IFLA_INFO_DATA
    internal const ushort PortKind = 4; // IFLA_INFO_SLAVE_KIND
    internal const ushort PortData = 5; // IFLA_INFO_SLAVE_DATA
}
