namespace NetNs.Netlink;

/// <summary>The netlink protocols that NetNs speaks, linux/netlink.h.</summary>
internal enum NetlinkFamily
{
    Route = 0, // NETLINK_ROUTE
    SockDiag = 4, // NETLINK_SOCK_DIAG
    Netfilter = 12, // NETLINK_NETFILTER
}

/// <summary>Constants of the netlink protocol itself, linux/netlink.h.</summary>
internal static class NetlinkConstants
{
    // control message types
    internal const ushort NLMSG_NOOP = 1;
    internal const ushort NLMSG_ERROR = 2;
    internal const ushort NLMSG_DONE = 3;
    internal const ushort NLMSG_OVERRUN = 4;

    // socket options, level SOL_NETLINK
    internal const int NETLINK_ADD_MEMBERSHIP = 1;
    internal const int NETLINK_NO_ENOBUFS = 5;
    internal const int NETLINK_LISTEN_ALL_NSID = 8;
    internal const int NETLINK_CAP_ACK = 10;
    internal const int NETLINK_EXT_ACK = 11;
    internal const int NETLINK_GET_STRICT_CHK = 12;

    // attributes behind an error
    internal const ushort NLMSGERR_ATTR_MSG = 1;
    internal const ushort NLMSGERR_ATTR_OFFS = 2;
    internal const ushort NLMSGERR_ATTR_MISS_TYPE = 5;
    internal const ushort NLMSGERR_ATTR_MISS_NEST = 6;

    // high bits of an attribute's type
    internal const ushort NLA_F_NESTED = 1 << 15;
    internal const ushort NLA_F_NET_BYTEORDER = 1 << 14;
    internal const int NLA_HDRLEN = 4;
    internal const int NLMSG_HDRLEN = 16;

    /// <summary>Messages and attributes start at multiples of four (NLMSG_ALIGNTO, NLA_ALIGNTO).</summary>
    internal static int Align(int length) => (length + 3) & ~3;
}
