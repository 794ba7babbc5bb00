namespace NetNs.Netlink;

/// <summary>nlmsg_flags, linux/netlink.h. The same bits mean different things for get, new and delete requests.</summary>
[Flags]
internal enum MessageFlags : ushort
{
    None = 0, // 0
    Request = 0x01, // NLM_F_REQUEST
    Multi = 0x02, // NLM_F_MULTI
    Ack = 0x04, // NLM_F_ACK
    Echo = 0x08, // NLM_F_ECHO
    DumpInterrupted = 0x10, // NLM_F_DUMP_INTR
    DumpFiltered = 0x20, // NLM_F_DUMP_FILTERED
    Dump = 0x300, // NLM_F_DUMP
    Replace = 0x100, // NLM_F_REPLACE
    Exclusive = 0x200, // NLM_F_EXCL
    Create = 0x400, // NLM_F_CREATE
    Append = 0x800, // NLM_F_APPEND
    NonRecursive = 0x100, // NLM_F_NONREC
    Capped = 0x100, // NLM_F_CAPPED
    ExtendedAck = 0x200, // NLM_F_ACK_TLVS
}
