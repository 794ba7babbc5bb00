namespace NetNs.NfTables;

/// <summary>Attributes of a set message, linux/netfilter/nf_tables.h.</summary>
internal static class SetAttribute
{
    internal const ushort Table = 1; // NFTA_SET_TABLE
    internal const ushort Name = 2; // NFTA_SET_NAME
    internal const ushort Flags = 3; // NFTA_SET_FLAGS
    internal const ushort KeyType = 4; // NFTA_SET_KEY_TYPE
    internal const ushort KeyLength = 5; // NFTA_SET_KEY_LEN
    internal const ushort DataType = 6; // NFTA_SET_DATA_TYPE
    internal const ushort DataLength = 7; // NFTA_SET_DATA_LEN
    internal const ushort Policy = 8; // NFTA_SET_POLICY
    internal const ushort Description = 9; // NFTA_SET_DESC
    internal const ushort Id = 10; // NFTA_SET_ID
    internal const ushort Timeout = 11; // NFTA_SET_TIMEOUT
    internal const ushort CollectionInterval = 12; // NFTA_SET_GC_INTERVAL
    internal const ushort UserData = 13; // NFTA_SET_USERDATA
    internal const ushort ObjectType = 15; // NFTA_SET_OBJ_TYPE
    internal const ushort Handle = 16; // NFTA_SET_HANDLE
    internal const ushort Expression = 17; // NFTA_SET_EXPR
    internal const ushort Expressions = 18; // NFTA_SET_EXPRESSIONS
}
