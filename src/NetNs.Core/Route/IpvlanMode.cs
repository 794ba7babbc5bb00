namespace NetNs.Route;

/// <summary>At which layer an ipvlan works, linux/if_link.h.</summary>
internal enum IpvlanMode : ushort
{
    L2 = 0, // IPVLAN_MODE_L2
    L3 = 1, // IPVLAN_MODE_L3
    L3S = 2, // IPVLAN_MODE_L3S
}
