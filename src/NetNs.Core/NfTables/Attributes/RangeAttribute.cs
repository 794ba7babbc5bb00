namespace NetNs.NfTables;

/// <summary>What a range expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class RangeAttribute
{
    internal const ushort Source = 1; // NFTA_RANGE_SREG
    internal const ushort Operation = 2; // NFTA_RANGE_OP
    internal const ushort From = 3; // NFTA_RANGE_FROM_DATA
    internal const ushort To = 4; // NFTA_RANGE_TO_DATA
}
