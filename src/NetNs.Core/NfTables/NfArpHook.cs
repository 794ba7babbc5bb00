namespace NetNs.NfTables;

/// <summary>Where a base chain of an arp table sees packets, linux/netfilter_arp.h.</summary>
internal enum NfArpHook : uint
{
    Input = 0, // NF_ARP_IN
    Output = 1, // NF_ARP_OUT
    Forward = 2, // NF_ARP_FORWARD
}
