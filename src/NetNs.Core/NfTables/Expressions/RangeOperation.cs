namespace NetNs.NfTables;

/// <summary>Whether a register must be inside a range or outside, linux/netfilter/nf_tables.h.</summary>
internal enum RangeOperation : uint
{
    Inside = 0, // NFT_RANGE_EQ
    Outside = 1, // NFT_RANGE_NEQ
}
