namespace NetNs.NfTables;

/// <summary>Flags of a set element, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum SetElementFlags : uint
{
    None = 0, // 0
    IntervalEnd = 1, // NFT_SET_ELEM_INTERVAL_END
    CatchAll = 2, // NFT_SET_ELEM_CATCHALL
}
