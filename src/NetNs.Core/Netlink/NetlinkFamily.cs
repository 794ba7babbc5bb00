namespace NetNs.Netlink;

/// <summary>The netlink protocols that NetNs speaks, linux/netlink.h.</summary>
internal enum NetlinkFamily
{
    Route = 0, // NETLINK_ROUTE
    SockDiag = 4, // NETLINK_SOCK_DIAG
    Netfilter = 12, // NETLINK_NETFILTER
}
