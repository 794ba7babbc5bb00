namespace NetNs.NfTables;

/// <summary>What a fib expression loads, linux/netfilter/nf_tables.h.</summary>
internal enum FibResult : uint
{
    OutputLink = 1, // NFT_FIB_RESULT_OIF
    OutputLinkName = 2, // NFT_FIB_RESULT_OIFNAME
    AddressType = 3, // NFT_FIB_RESULT_ADDRTYPE
}
