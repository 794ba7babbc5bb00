namespace NetNs.NfTables;

/// <summary>How a translation picks address and port, linux/netfilter/nf_nat.h.</summary>
[Flags]
internal enum NatFlags : uint
{
    None = 0, // 0
    MapAddresses = 1, // NF_NAT_RANGE_MAP_IPS
    PortSpecified = 2, // NF_NAT_RANGE_PROTO_SPECIFIED
    RandomPort = 4, // NF_NAT_RANGE_PROTO_RANDOM
    Persistent = 8, // NF_NAT_RANGE_PERSISTENT
    FullyRandomPort = 16, // NF_NAT_RANGE_PROTO_RANDOM_FULLY
    PortOffset = 32, // NF_NAT_RANGE_PROTO_OFFSET
    NetMap = 64, // NF_NAT_RANGE_NETMAP
}
