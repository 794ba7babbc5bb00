namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of an ipvlan, linux/if_link.h.</summary>
internal static class IpvlanAttribute
{
    internal const ushort Mode = 1; // IFLA_IPVLAN_MODE
    internal const ushort Flags = 2; // IFLA_IPVLAN_FLAGS
}
