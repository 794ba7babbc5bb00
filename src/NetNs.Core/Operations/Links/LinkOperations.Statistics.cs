using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Counters.</content>
internal sealed partial class LinkOperations
{
    /// <summary>What one link has counted.</summary>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    internal static NetLinkStatistics ReadStatistics(NamespaceContext context, LinkReference reference)
    {
        LinkMessage link = Find(context, reference);
        try
        {
            return ToStatistics(context.Route.GetLinkWithCounters(link.Index), context.Namespace);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            throw Failure.LinkNotFound(reference.ToString(), context.Namespace, e);
        }
    }

    /// <summary>What all links of a namespace have counted, in one question.</summary>
    internal static IEnumerable<NetLinkStatistics> ListStatistics(NamespaceContext context)
        => context.Route.DumpLinksWithCounters().Select(m => ToStatistics(m, context.Namespace));

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
