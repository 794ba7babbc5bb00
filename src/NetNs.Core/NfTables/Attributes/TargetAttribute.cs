namespace NetNs.NfTables;

/// <summary>What a target expression carries, linux/netfilter/nf_tables_compat.h.</summary>
internal static class TargetAttribute
{
    internal const ushort Name = 1; // NFTA_TARGET_NAME
    internal const ushort Revision = 2; // NFTA_TARGET_REV
    internal const ushort Info = 3; // NFTA_TARGET_INFO
}
