namespace NetNs.NfTables;

/// <summary>What kind of destination an address is to the routing tables, linux/rtnetlink.h.</summary>
internal enum FibAddressType : uint
{
    Unicast = 1, // RTN_UNICAST
    Local = 2, // RTN_LOCAL
    Broadcast = 3, // RTN_BROADCAST
    Multicast = 5, // RTN_MULTICAST
}
