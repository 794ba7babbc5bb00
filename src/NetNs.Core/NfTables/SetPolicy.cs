namespace NetNs.NfTables;

/// <summary>What a set is to be good at, linux/netfilter/nf_tables.h.</summary>
internal enum SetPolicy : uint
{
    Performance = 0, // NFT_SET_POL_PERFORMANCE
    Memory = 1, // NFT_SET_POL_MEMORY
}
