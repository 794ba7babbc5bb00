namespace NetNs.NfTables;

/// <summary>One field of a concatenated key inside NFTA_SET_DESC_CONCAT, linux/netfilter/nf_tables.h.</summary>
internal static class SetFieldAttribute
{
    internal const ushort Length = 1; // NFTA_SET_FIELD_LEN
}
