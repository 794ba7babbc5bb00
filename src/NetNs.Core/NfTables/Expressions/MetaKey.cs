namespace NetNs.NfTables;

/// <summary>What a meta expression loads; keys that are not named here are kept as numbers, linux/netfilter/nf_tables.h.</summary>
internal enum MetaKey : uint
{
    Length = 0, // NFT_META_LEN
    Protocol = 1, // NFT_META_PROTOCOL
    Mark = 3, // NFT_META_MARK
    InputLink = 4, // NFT_META_IIF
    OutputLink = 5, // NFT_META_OIF
    InputLinkName = 6, // NFT_META_IIFNAME
    OutputLinkName = 7, // NFT_META_OIFNAME
    NetfilterProtocol = 15, // NFT_META_NFPROTO
    TransportProtocol = 16, // NFT_META_L4PROTO
}
