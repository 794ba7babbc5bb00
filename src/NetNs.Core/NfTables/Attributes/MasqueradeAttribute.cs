namespace NetNs.NfTables;

/// <summary>What a masq expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class MasqueradeAttribute
{
    internal const ushort Flags = 1; // NFTA_MASQ_FLAGS
    internal const ushort PortMin = 2; // NFTA_MASQ_REG_PROTO_MIN
    internal const ushort PortMax = 3; // NFTA_MASQ_REG_PROTO_MAX
}
