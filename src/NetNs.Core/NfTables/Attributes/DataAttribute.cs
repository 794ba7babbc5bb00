namespace NetNs.NfTables;

/// <summary>A value or a verdict, wherever an expression or element carries one, linux/netfilter/nf_tables.h.</summary>
internal static class DataAttribute
{
    internal const ushort Value = 1; // NFTA_DATA_VALUE
    internal const ushort Verdict = 2; // NFTA_DATA_VERDICT
}
