namespace NetNs.NfTables;

/// <summary>What a fib expression looks up, and how, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum FibFlags : uint
{
    None = 0, // 0
    Source = 1, // NFTA_FIB_F_SADDR
    Destination = 2, // NFTA_FIB_F_DADDR
    Mark = 4, // NFTA_FIB_F_MARK
    InputLink = 8, // NFTA_FIB_F_IIF
    OutputLink = 16, // NFTA_FIB_F_OIF
    Present = 32, // NFTA_FIB_F_PRESENT
}
