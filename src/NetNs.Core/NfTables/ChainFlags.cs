namespace NetNs.NfTables;

/// <summary>Flags of a chain, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum ChainFlags : uint
{
    None = 0, // 0
    Base = 1, // NFT_CHAIN_BASE
    HardwareOffload = 2, // NFT_CHAIN_HW_OFFLOAD
    Binding = 4, // NFT_CHAIN_BINDING
}
