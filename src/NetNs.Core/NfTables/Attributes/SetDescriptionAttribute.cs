namespace NetNs.NfTables;

/// <summary>What stands inside NFTA_SET_DESC, linux/netfilter/nf_tables.h.</summary>
internal static class SetDescriptionAttribute
{
    internal const ushort Size = 1; // NFTA_SET_DESC_SIZE
    internal const ushort Concatenation = 2; // NFTA_SET_DESC_CONCAT
}
