namespace NetNs.Route;

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
    internal const ushort NewNsId = 88; // RTM_NEWNSID
    internal const ushort DelNsId = 89; // RTM_DELNSID
    internal const ushort GetNsId = 90; // RTM_GETNSID
}
