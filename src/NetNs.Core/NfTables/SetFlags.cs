namespace NetNs.NfTables;

/// <summary>Flags of a set, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum SetFlags : uint
{
    None = 0, // 0
    Anonymous = 1, // NFT_SET_ANONYMOUS
    Constant = 2, // NFT_SET_CONSTANT
    Interval = 4, // NFT_SET_INTERVAL
    Map = 8, // NFT_SET_MAP
    Timeout = 0x10, // NFT_SET_TIMEOUT
    Evaluate = 0x20, // NFT_SET_EVAL
    Object = 0x40, // NFT_SET_OBJECT
    Concatenation = 0x80, // NFT_SET_CONCAT
    Expression = 0x100, // NFT_SET_EXPR
}
