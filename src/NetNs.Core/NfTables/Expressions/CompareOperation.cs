namespace NetNs.NfTables;

/// <summary>How a register is compared with a value, linux/netfilter/nf_tables.h.</summary>
internal enum CompareOperation : uint
{
    Equal = 0, // NFT_CMP_EQ
    NotEqual = 1, // NFT_CMP_NEQ
    Less = 2, // NFT_CMP_LT
    LessOrEqual = 3, // NFT_CMP_LTE
    Greater = 4, // NFT_CMP_GT
    GreaterOrEqual = 5, // NFT_CMP_GTE
}
