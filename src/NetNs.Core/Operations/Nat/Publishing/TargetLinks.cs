using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Finds the links by which one namespace reaches targets. Each link is looked at once.</summary>
internal sealed class TargetLinks(NamespaceContext context)
{
    private readonly Dictionary<int, TargetLink> _known = [];

    /// <summary>The link that the kernel would send packets to an address by. Null where none would: the address is the host's own, or there is no route.</summary>
    /// <param name="address">The address.</param>
    /// <param name="isReachable">False where there is no route.</param>
    internal TargetLink? Find(IPAddress address, out bool isReachable) => Find(address, out isReachable, out _);

    /// <inheritdoc cref="Find(IPAddress, out bool)"/>
    /// <param name="address">The address.</param>
    /// <param name="isReachable">False where there is no route.</param>
    /// <param name="isDirect">Whether the route leads there without a router.</param>
    internal TargetLink? Find(IPAddress address, out bool isReachable, out bool isDirect)
    {
        isReachable = true;
        isDirect = false;
        try
        {
            RouteMessage route = context.Route.LookUpRoute(new RouteLookUp(address).ToMessage());
            isDirect = route.Gateway is null;
            return route.Kind == RouteKind.Unicast && route.OutputLink is { } index ? Get(index) : null;
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EACCES or Errno.EINVAL)
        {
            isReachable = false;
            return null;
        }
    }

    /// <summary>A link by its number.</summary>
    /// <exception cref="NetlinkException">ENODEV where there is none.</exception>
    internal TargetLink Get(int index)
    {
        if (_known.TryGetValue(index, out TargetLink? link))
            return link;
        LinkMessage message = context.Route.GetLink(index);
        link = new TargetLink(message, [.. BridgeOperations.AddressesOf(context, index).Select(a => a.Network).Distinct()]);
        _known.Add(index, link);
        return link;
    }
}
