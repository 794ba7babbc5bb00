namespace NetNs.Conntrack;

/// <summary>Message types of ctnetlink, linux/netfilter/nfnetlink_conntrack.h; the high byte is the subsystem of nfnetlink.</summary>
internal static class ConntrackMessageType
{
    internal const byte Subsystem = 1; // NFNL_SUBSYS_CTNETLINK

    internal const byte New = 0; // IPCTNL_MSG_CT_NEW
    internal const byte Get = 1; // IPCTNL_MSG_CT_GET
    internal const byte Delete = 2; // IPCTNL_MSG_CT_DELETE

    /// <summary>The message type on the wire.</summary>
    internal static ushort Of(byte type) => (ushort)((Subsystem << 8) | type);
}
