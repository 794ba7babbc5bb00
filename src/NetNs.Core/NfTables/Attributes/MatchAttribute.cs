namespace NetNs.NfTables;

/// <summary>What a match expression carries, linux/netfilter/nf_tables_compat.h.</summary>
internal static class MatchAttribute
{
    internal const ushort Name = 1; // NFTA_MATCH_NAME
    internal const ushort Revision = 2; // NFTA_MATCH_REV
    internal const ushort Info = 3; // NFTA_MATCH_INFO
}
