namespace NetNs.NfTables;

/// <summary>Attributes of a chain message, linux/netfilter/nf_tables.h.</summary>
internal static class ChainAttribute
{
    internal const ushort Table = 1; // NFTA_CHAIN_TABLE
    internal const ushort Handle = 2; // NFTA_CHAIN_HANDLE
    internal const ushort Name = 3; // NFTA_CHAIN_NAME
    internal const ushort Hook = 4; // NFTA_CHAIN_HOOK
    internal const ushort Policy = 5; // NFTA_CHAIN_POLICY
    internal const ushort Use = 6; // NFTA_CHAIN_USE
    internal const ushort Type = 7; // NFTA_CHAIN_TYPE
    internal const ushort Counters = 8; // NFTA_CHAIN_COUNTERS
    internal const ushort Flags = 10; // NFTA_CHAIN_FLAGS
    internal const ushort UserData = 12; // NFTA_CHAIN_USERDATA
}
