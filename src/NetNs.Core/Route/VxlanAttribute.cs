namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a VXLAN, linux/if_link.h.</summary>
internal static class VxlanAttribute
{
    internal const ushort Id = 1; // IFLA_VXLAN_ID
    internal const ushort Group = 2; // IFLA_VXLAN_GROUP
    internal const ushort Link = 3; // IFLA_VXLAN_LINK
    internal const ushort Local = 4; // IFLA_VXLAN_LOCAL
    internal const ushort Learning = 7; // IFLA_VXLAN_LEARNING
    internal const ushort Port = 15; // IFLA_VXLAN_PORT
    internal const ushort GroupIPv6 = 16; // IFLA_VXLAN_GROUP6
    internal const ushort LocalIPv6 = 17; // IFLA_VXLAN_LOCAL6
}
