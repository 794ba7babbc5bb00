namespace NetNs.NfTables;

/// <summary>What connection tracking did to a connection, linux/netfilter/nf_conntrack_common.h.</summary>
[Flags]
internal enum ConntrackStatus : uint
{
    None = 0, // 0
    SourceTranslated = 0x10, // IPS_SRC_NAT
    DestinationTranslated = 0x20, // IPS_DST_NAT
}
