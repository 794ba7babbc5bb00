namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a veth, linux/veth.h.</summary>
internal static class VethAttribute
{
    internal const ushort Peer = 1; // VETH_INFO_PEER
}
