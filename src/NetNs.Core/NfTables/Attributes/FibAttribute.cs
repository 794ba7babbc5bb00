namespace NetNs.NfTables;

/// <summary>What a fib expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class FibAttribute
{
    internal const ushort Destination = 1; // NFTA_FIB_DREG
    internal const ushort Result = 2; // NFTA_FIB_RESULT
    internal const ushort Flags = 3; // NFTA_FIB_FLAGS
}
