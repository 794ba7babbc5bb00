namespace NetNs.NfTables;

/// <summary>What an immediate expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class ImmediateAttribute
{
    internal const ushort Destination = 1; // NFTA_IMMEDIATE_DREG
    internal const ushort Data = 2; // NFTA_IMMEDIATE_DATA
}
