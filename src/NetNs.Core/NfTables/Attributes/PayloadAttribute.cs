namespace NetNs.NfTables;

/// <summary>What a payload expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class PayloadAttribute
{
    internal const ushort Destination = 1; // NFTA_PAYLOAD_DREG
    internal const ushort Base = 2; // NFTA_PAYLOAD_BASE
    internal const ushort Offset = 3; // NFTA_PAYLOAD_OFFSET
    internal const ushort Length = 4; // NFTA_PAYLOAD_LEN
}
