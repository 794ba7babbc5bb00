namespace NetNs.NfTables;

/// <summary>What a list of expressions, elements or fields is made of, linux/netfilter/nf_tables.h.</summary>
internal static class ListAttribute
{
    internal const ushort Element = 1; // NFTA_LIST_ELEM
}
