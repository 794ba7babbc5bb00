namespace NetNs.NfTables;

/// <summary>What a ct expression loads; keys that are not named here are kept as numbers, linux/netfilter/nf_tables.h.</summary>
internal enum ConntrackKey : uint
{
    State = 0, // NFT_CT_STATE
    Direction = 1, // NFT_CT_DIRECTION
    Status = 2, // NFT_CT_STATUS
    Mark = 3, // NFT_CT_MARK
}
