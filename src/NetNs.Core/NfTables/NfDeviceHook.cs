namespace NetNs.NfTables;

/// <summary>Where a base chain of a netdev table sees packets, linux/netfilter.h.</summary>
internal enum NfDeviceHook : uint
{
    Ingress = 0, // NF_NETDEV_INGRESS
    Egress = 1, // NF_NETDEV_EGRESS
}
