using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Which way packets would take.</content>
internal static partial class RouteOperations
{
    /// <summary>The route that packets to an address would take, with the source address that they would have.</summary>
    /// <param name="context">Where they start.</param>
    /// <param name="query">What is known of them.</param>
    /// <exception cref="NetNsException">DestinationUnreachable, which says why; RouteInvalid where the source is none of the namespace's.</exception>
    internal static NetRoute Find(NamespaceContext context, RouteLookUp query)
    {
        RouteMessage entry, taken;
        try
        {
            (entry, taken) = context.Route.LookUpEntry(query.ToMessage());
        }
        catch (NetlinkException e) when (e.Errno is Errno.ENETUNREACH or Errno.EHOSTUNREACH or Errno.EACCES or Errno.EINVAL)
        {
            throw new RouteDiagnosis(context).Explain(query, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, query.Destination);
        }

        // The table's entry tells network, table and metric; what would be done tells the way that was chosen among several, and the source.
        RouteMessage chosen = entry with
        {
            Gateway = taken.Gateway,
            Via = taken.Via,
            OutputLink = taken.OutputLink ?? entry.OutputLink,
            // :: where no address can be the source, as long as all are tentative.
            PreferredSource = taken.PreferredSource is { } source && !RouteFactory.IsNone(source) ? source : null,
            NextHops = [],
        };
        return new RouteFactory(context).Create(chosen, RuleSearch.For(context, query, entry));
    }
}
