namespace NetNs.NfTables;

/// <summary>
/// What nf_tables messages are about, linux/netfilter/nf_tables.h: the low byte of the message type. The high byte is the
/// subsystem of nfnetlink.
/// </summary>
internal static class NfMessageType
{
    internal const byte Subsystem = 10; // NFNL_SUBSYS_NFTABLES

    internal const byte NewTable = 0; // NFT_MSG_NEWTABLE
    internal const byte GetTable = 1; // NFT_MSG_GETTABLE
    internal const byte DelTable = 2; // NFT_MSG_DELTABLE
    internal const byte NewChain = 3; // NFT_MSG_NEWCHAIN
    internal const byte GetChain = 4; // NFT_MSG_GETCHAIN
    internal const byte DelChain = 5; // NFT_MSG_DELCHAIN
    internal const byte NewRule = 6; // NFT_MSG_NEWRULE
    internal const byte GetRule = 7; // NFT_MSG_GETRULE
    internal const byte DelRule = 8; // NFT_MSG_DELRULE
    internal const byte NewSet = 9; // NFT_MSG_NEWSET
    internal const byte GetSet = 10; // NFT_MSG_GETSET
    internal const byte DelSet = 11; // NFT_MSG_DELSET
    internal const byte NewSetElement = 12; // NFT_MSG_NEWSETELEM
    internal const byte GetSetElement = 13; // NFT_MSG_GETSETELEM
    internal const byte DelSetElement = 14; // NFT_MSG_DELSETELEM
    internal const byte NewGeneration = 15; // NFT_MSG_NEWGEN
    internal const byte GetGeneration = 16; // NFT_MSG_GETGEN
    internal const byte Trace = 17; // NFT_MSG_TRACE

    // These two belong to nfnetlink itself and stand alone.
    internal const ushort BatchBegin = 16; // NFNL_MSG_BATCH_BEGIN
    internal const ushort BatchEnd = 17; // NFNL_MSG_BATCH_END

    /// <summary>The message type on the wire.</summary>
    internal static ushort Of(byte type) => (ushort)(Subsystem << 8 | type);
}
