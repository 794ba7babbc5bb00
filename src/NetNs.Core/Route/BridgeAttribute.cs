namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a bridge, linux/if_link.h. Times are in 1/100 s.</summary>
internal static class BridgeAttribute
{
    internal const ushort ForwardDelay = 1; // IFLA_BR_FORWARD_DELAY
    internal const ushort HelloTime = 2; // IFLA_BR_HELLO_TIME
    internal const ushort MaxAge = 3; // IFLA_BR_MAX_AGE
    internal const ushort AgeingTime = 4; // IFLA_BR_AGEING_TIME
    internal const ushort StpState = 5; // IFLA_BR_STP_STATE
    internal const ushort Priority = 6; // IFLA_BR_PRIORITY
    internal const ushort VlanFiltering = 7; // IFLA_BR_VLAN_FILTERING
    internal const ushort GroupForwardMask = 9; // IFLA_BR_GROUP_FWD_MASK
    internal const ushort MulticastSnooping = 23; // IFLA_BR_MCAST_SNOOPING
    internal const ushort CallIPTables = 36; // IFLA_BR_NF_CALL_IPTABLES
    internal const ushort CallIP6Tables = 37; // IFLA_BR_NF_CALL_IP6TABLES
}
