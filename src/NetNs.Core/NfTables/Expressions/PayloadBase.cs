namespace NetNs.NfTables;

/// <summary>Which header a payload expression counts from, linux/netfilter/nf_tables.h.</summary>
internal enum PayloadBase : uint
{
    Link = 0, // NFT_PAYLOAD_LL_HEADER
    Network = 1, // NFT_PAYLOAD_NETWORK_HEADER
    Transport = 2, // NFT_PAYLOAD_TRANSPORT_HEADER
    Inner = 3, // NFT_PAYLOAD_INNER_HEADER
}
