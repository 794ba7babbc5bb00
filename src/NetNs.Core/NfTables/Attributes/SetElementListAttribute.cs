namespace NetNs.NfTables;

/// <summary>Attributes of a message that carries set elements, linux/netfilter/nf_tables.h.</summary>
internal static class SetElementListAttribute
{
    internal const ushort Table = 1; // NFTA_SET_ELEM_LIST_TABLE
    internal const ushort Set = 2; // NFTA_SET_ELEM_LIST_SET
    internal const ushort Elements = 3; // NFTA_SET_ELEM_LIST_ELEMENTS
    internal const ushort SetId = 4; // NFTA_SET_ELEM_LIST_SET_ID
}
