namespace NetNs.NfTables;

/// <summary>Attributes of a table message, linux/netfilter/nf_tables.h.</summary>
internal static class TableAttribute
{
    internal const ushort Name = 1; // NFTA_TABLE_NAME
    internal const ushort Flags = 2; // NFTA_TABLE_FLAGS
    internal const ushort Use = 3; // NFTA_TABLE_USE
    internal const ushort Handle = 4; // NFTA_TABLE_HANDLE
    internal const ushort UserData = 6; // NFTA_TABLE_USERDATA
    internal const ushort Owner = 7; // NFTA_TABLE_OWNER
}
