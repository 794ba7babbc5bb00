namespace NetNs.NfTables;

/// <summary>What a bitwise expression does, linux/netfilter/nf_tables.h.</summary>
internal enum BitwiseOperation : uint
{
    MaskAndXor = 0, // NFT_BITWISE_MASK_XOR
    LeftShift = 1, // NFT_BITWISE_LSHIFT
    RightShift = 2, // NFT_BITWISE_RSHIFT
}
