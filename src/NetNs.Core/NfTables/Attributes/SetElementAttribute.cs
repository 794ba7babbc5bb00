namespace NetNs.NfTables;

/// <summary>Attributes of one set element, linux/netfilter/nf_tables.h.</summary>
internal static class SetElementAttribute
{
    internal const ushort Key = 1; // NFTA_SET_ELEM_KEY
    internal const ushort Data = 2; // NFTA_SET_ELEM_DATA
    internal const ushort Flags = 3; // NFTA_SET_ELEM_FLAGS
    internal const ushort Timeout = 4; // NFTA_SET_ELEM_TIMEOUT
    internal const ushort Expiration = 5; // NFTA_SET_ELEM_EXPIRATION
    internal const ushort UserData = 6; // NFTA_SET_ELEM_USERDATA
    internal const ushort Expression = 7; // NFTA_SET_ELEM_EXPR
    internal const ushort ObjectName = 9; // NFTA_SET_ELEM_OBJREF
    internal const ushort KeyEnd = 10; // NFTA_SET_ELEM_KEY_END
    internal const ushort Expressions = 11; // NFTA_SET_ELEM_EXPRESSIONS
}
