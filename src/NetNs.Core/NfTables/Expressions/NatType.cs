namespace NetNs.NfTables;

/// <summary>Which address a nat expression changes, linux/netfilter/nf_tables.h.</summary>
internal enum NatType : uint
{
    Source = 0, // NFT_NAT_SNAT
    Destination = 1, // NFT_NAT_DNAT
}
