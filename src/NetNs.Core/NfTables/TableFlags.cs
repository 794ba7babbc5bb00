namespace NetNs.NfTables;

/// <summary>Flags of a table, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum TableFlags : uint
{
    None = 0, // 0
    Dormant = 1, // NFT_TABLE_F_DORMANT
    Owner = 2, // NFT_TABLE_F_OWNER
}
