namespace NetNs.NfTables;

/// <summary>What stands inside NFTA_DATA_VERDICT, linux/netfilter/nf_tables.h.</summary>
internal static class VerdictAttribute
{
    internal const ushort Code = 1; // NFTA_VERDICT_CODE
    internal const ushort Chain = 2; // NFTA_VERDICT_CHAIN
}
