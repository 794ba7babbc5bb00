namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a VLAN, linux/if_link.h.</summary>
internal static class VlanAttribute
{
    internal const ushort Id = 1; // IFLA_VLAN_ID
    internal const ushort Protocol = 5; // IFLA_VLAN_PROTOCOL
}
