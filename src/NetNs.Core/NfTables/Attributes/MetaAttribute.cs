namespace NetNs.NfTables;

/// <summary>What a meta expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class MetaAttribute
{
    internal const ushort Destination = 1; // NFTA_META_DREG
    internal const ushort Key = 2; // NFTA_META_KEY
}
