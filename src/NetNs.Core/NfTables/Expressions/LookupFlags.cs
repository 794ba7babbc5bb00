namespace NetNs.NfTables;

/// <summary>Flags of a lookup, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum LookupFlags : uint
{
    None = 0, // 0
    Inverted = 1, // NFT_LOOKUP_F_INV
}
