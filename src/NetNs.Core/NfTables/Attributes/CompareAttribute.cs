namespace NetNs.NfTables;

/// <summary>What a cmp expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class CompareAttribute
{
    internal const ushort Source = 1; // NFTA_CMP_SREG
    internal const ushort Operation = 2; // NFTA_CMP_OP
    internal const ushort Data = 3; // NFTA_CMP_DATA
}
