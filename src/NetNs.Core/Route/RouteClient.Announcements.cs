using NetNs.Netlink;

namespace NetNs.Route;

/// <content>Announcements.</content>
internal sealed partial class RouteClient
{
    /// <summary>Hears what changes in the calling thread's namespace, from now on.</summary>
    internal static NetlinkListener Listen(params ReadOnlySpan<RouteGroup> groups)
    {
        Span<uint> numbers = stackalloc uint[groups.Length];
        for (int i = 0; i < groups.Length; i++)
            numbers[i] = (uint)groups[i];
        return NetlinkListener.Open(NetlinkFamily.Route, numbers);
    }
}
