namespace NetNs.NfTables;

/// <summary>Which way a byteorder expression turns, linux/netfilter/nf_tables.h.</summary>
internal enum ByteOrderOperation : uint
{
    NetworkToHost = 0, // NFT_BYTEORDER_NTOH
    HostToNetwork = 1, // NFT_BYTEORDER_HTON
}
