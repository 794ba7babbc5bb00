namespace NetNs.NfTables;

/// <summary>What a ct expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class ConntrackAttribute
{
    internal const ushort Destination = 1; // NFTA_CT_DREG
    internal const ushort Key = 2; // NFTA_CT_KEY
    internal const ushort Direction = 3; // NFTA_CT_DIRECTION
}
