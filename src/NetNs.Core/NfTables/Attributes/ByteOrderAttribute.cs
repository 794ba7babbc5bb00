namespace NetNs.NfTables;

/// <summary>What a byteorder expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class ByteOrderAttribute
{
    internal const ushort Source = 1; // NFTA_BYTEORDER_SREG
    internal const ushort Destination = 2; // NFTA_BYTEORDER_DREG
    internal const ushort Operation = 3; // NFTA_BYTEORDER_OP
    internal const ushort Length = 4; // NFTA_BYTEORDER_LEN
    internal const ushort Size = 5; // NFTA_BYTEORDER_SIZE
}
