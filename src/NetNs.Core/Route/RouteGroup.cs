namespace NetNs.Route;

/// <summary>Multicast groups of rtnetlink, linux/rtnetlink.h.</summary>
internal enum RouteGroup
{
    None = 0, // RTNLGRP_NONE
    Link = 1, // RTNLGRP_LINK
    Neighbor = 3, // RTNLGRP_NEIGH
    IPv4Address = 5, // RTNLGRP_IPV4_IFADDR
    IPv4Route = 7, // RTNLGRP_IPV4_ROUTE
    IPv6Address = 9, // RTNLGRP_IPV6_IFADDR
    IPv6Route = 11, // RTNLGRP_IPV6_ROUTE
    NamespaceId = 28, // RTNLGRP_NSID
}
