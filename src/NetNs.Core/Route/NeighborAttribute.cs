namespace NetNs.Route;

/// <summary>Attributes of a neighbour or forwarding-database message, linux/neighbour.h.</summary>
internal static class NeighborAttribute
{
    internal const ushort Destination = 1; // NDA_DST
    internal const ushort LinkLayerAddress = 2; // NDA_LLADDR
    internal const ushort CacheInfo = 3; // NDA_CACHEINFO
    internal const ushort Vlan = 5; // NDA_VLAN
    internal const ushort InterfaceIndex = 8; // NDA_IFINDEX
    internal const ushort Master = 9; // NDA_MASTER
}
