namespace NetNs.Route;

/// <summary>IFLA_INFO_SLAVE_DATA of a bridge port, linux/if_link.h.</summary>
internal static class BridgePortAttribute
{
    internal const ushort State = 1; // IFLA_BRPORT_STATE
    internal const ushort Priority = 2; // IFLA_BRPORT_PRIORITY
    internal const ushort Cost = 3; // IFLA_BRPORT_COST
    internal const ushort Hairpin = 4; // IFLA_BRPORT_MODE
    internal const ushort Guard = 5; // IFLA_BRPORT_GUARD
    internal const ushort Learning = 8; // IFLA_BRPORT_LEARNING
    internal const ushort UnicastFlood = 9; // IFLA_BRPORT_UNICAST_FLOOD
    internal const ushort Isolated = 33; // IFLA_BRPORT_ISOLATED
}
