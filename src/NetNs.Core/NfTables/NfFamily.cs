namespace NetNs.NfTables;

/// <summary>The protocol family that a table belongs to, linux/netfilter.h.</summary>
internal enum NfFamily : byte
{
    Unspecified = 0, // NFPROTO_UNSPEC
    Inet = 1, // NFPROTO_INET
    IPv4 = 2, // NFPROTO_IPV4
    Arp = 3, // NFPROTO_ARP
    NetDevice = 5, // NFPROTO_NETDEV
    Bridge = 7, // NFPROTO_BRIDGE
    IPv6 = 10, // NFPROTO_IPV6
}
