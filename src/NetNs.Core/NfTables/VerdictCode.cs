namespace NetNs.NfTables;

/// <summary>What becomes of a packet, linux/netfilter.h and linux/netfilter/nf_tables.h.</summary>
internal enum VerdictCode : int
{
    Return = -5, // NFT_RETURN
    Goto = -4, // NFT_GOTO
    Jump = -3, // NFT_JUMP
    Break = -2, // NFT_BREAK
    Continue = -1, // NFT_CONTINUE
    Drop = 0, // NF_DROP
    Accept = 1, // NF_ACCEPT
    Stolen = 2, // NF_STOLEN
    Queue = 3, // NF_QUEUE
    Repeat = 4, // NF_REPEAT
}
