namespace NetNs.NfTables;

/// <summary>What a lookup expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class LookupAttribute
{
    internal const ushort Set = 1; // NFTA_LOOKUP_SET
    internal const ushort Source = 2; // NFTA_LOOKUP_SREG
    internal const ushort Destination = 3; // NFTA_LOOKUP_DREG
    internal const ushort SetId = 4; // NFTA_LOOKUP_SET_ID
    internal const ushort Flags = 5; // NFTA_LOOKUP_FLAGS
}
