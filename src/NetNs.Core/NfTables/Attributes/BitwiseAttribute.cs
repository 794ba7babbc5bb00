namespace NetNs.NfTables;

/// <summary>What a bitwise expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class BitwiseAttribute
{
    internal const ushort Source = 1; // NFTA_BITWISE_SREG
    internal const ushort Destination = 2; // NFTA_BITWISE_DREG
    internal const ushort Length = 3; // NFTA_BITWISE_LEN
    internal const ushort Mask = 4; // NFTA_BITWISE_MASK
    internal const ushort Xor = 5; // NFTA_BITWISE_XOR
    internal const ushort Operation = 6; // NFTA_BITWISE_OP
}
