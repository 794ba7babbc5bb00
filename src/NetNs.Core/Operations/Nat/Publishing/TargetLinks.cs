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
    internal TargetLink? Find(IPAddress address, out bool isReachable)
    {
        isReachable = true;
        try
        {
            RouteMessage route = context.Route.LookUpRoute(new RouteLookUp(address).ToMessage());
            return route.Kind == RouteKind.Unicast && route.OutputLink is { } index ? Get(index) : null;
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EACCES or Errno.EINVAL)
        {
            isReachable = false;
            return null;
        }
    }

    internal TargetLink Get(int index, string? name = null)
    {
        if (_known.TryGetValue(index, out TargetLink? link))
            return link;
        IReadOnlyList<IPNetwork> networks = [.. BridgeOperations.AddressesOf(context, index).Select(a => a.Network).Distinct()];
        link = new TargetLink(index, name ?? context.Route.Connection.LinkName(index) ?? context.Route.GetLink(index).Name!, networks);
        _known.Add(index, link);
        return link;
    }
}
