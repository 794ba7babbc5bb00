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

/// <summary>Message types of rtnetlink, linux/rtnetlink.h.</summary>
internal static class RouteMessageType
{
    internal const ushort NewLink = 16; // RTM_NEWLINK
    internal const ushort DelLink = 17; // RTM_DELLINK
    internal const ushort GetLink = 18; // RTM_GETLINK
    internal const ushort SetLink = 19; // RTM_SETLINK
    internal const ushort NewAddr = 20; // RTM_NEWADDR
    internal const ushort DelAddr = 21; // RTM_DELADDR
    internal const ushort GetAddr = 22; // RTM_GETADDR
    internal const ushort NewRoute = 24; // RTM_NEWROUTE
    internal const ushort DelRoute = 25; // RTM_DELROUTE
    internal const ushort GetRoute = 26; // RTM_GETROUTE
    internal const ushort NewNeigh = 28; // RTM_NEWNEIGH
    internal const ushort DelNeigh = 29; // RTM_DELNEIGH
    internal const ushort GetNeigh = 30; // RTM_GETNEIGH
    internal const ushort NewRule = 32; // RTM_NEWRULE
    internal const ushort DelRule = 33; // RTM_DELRULE
    internal const ushort GetRule = 34; // RTM_GETRULE
    internal const ushort NewNetConfiguration = 80; // RTM_NEWNETCONF
    internal const ushort GetNetConfiguration = 82; // RTM_GETNETCONF
    internal const ushort NewNsId = 88; // RTM_NEWNSID
    internal const ushort DelNsId = 89; // RTM_DELNSID
    internal const ushort GetNsId = 90; // RTM_GETNSID
    internal const ushort NewLinkProperty = 108; // RTM_NEWLINKPROP
    internal const ushort DelLinkProperty = 109; // RTM_DELLINKPROP
}
