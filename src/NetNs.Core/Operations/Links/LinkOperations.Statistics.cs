using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Counters.</content>
internal sealed partial class LinkOperations
{
    /// <summary>What one link has counted.</summary>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    internal static NetLinkStatistics ReadStatistics(FoundLink link)
    {
        try
        {
            return ToStatistics(link.Context.Route.GetLinkWithCounters(link.Index), link.Context.Namespace);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            throw Failure.LinkNotFound(link.Name, link.Context.Namespace, e);
        }
    }

    /// <summary>What all links of a namespace (or those that are wanted) have counted, in one question.</summary>
    internal static IEnumerable<NetLinkStatistics> ListStatistics(NamespaceContext context, Func<FoundLink, bool>? isWanted = null)
        => context.Route.DumpLinksWithCounters().Where(m => isWanted is null || isWanted(new FoundLink(context, m))).Select(m => ToStatistics(m, context.Namespace));

    private static NetLinkStatistics ToStatistics(LinkMessage message, NetNamespace where)
    {
        LinkCounters counters = message.Counters ?? default;
        return new NetLinkStatistics
        {
            Name = message.Name!,
            InterfaceIndex = message.Index,
            ReceivedBytes = counters.ReceivedBytes,
            ReceivedPackets = counters.ReceivedPackets,
            ReceivedPacketErrors = counters.ReceiveErrors,
            ReceivedDiscardedPackets = counters.ReceiveDropped,
            ReceivedMulticastPackets = counters.Multicast,
            SentBytes = counters.SentBytes,
            SentPackets = counters.SentPackets,
            OutboundPacketErrors = counters.SendErrors,
            OutboundDiscardedPackets = counters.SendDropped,
            Collisions = counters.Collisions,
            Namespace = where,
        };
    }
}
