using System.Net;
using System.Runtime.InteropServices;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>What stands inside RTA_METRICS, linux/rtnetlink.h.</summary>
internal static class RouteMetricAttribute
{
    internal const ushort Mtu = 2; // RTAX_MTU
    internal const ushort AdvertisedMss = 8; // RTAX_ADVMSS
}

/// <summary>Attributes of a route message, linux/rtnetlink.h.</summary>
internal static class RouteAttribute
{
    internal const ushort Destination = 1; // RTA_DST
    internal const ushort Source = 2; // RTA_SRC
    internal const ushort InputLink = 3; // RTA_IIF
    internal const ushort OutputLink = 4; // RTA_OIF
    internal const ushort Gateway = 5; // RTA_GATEWAY
    internal const ushort Priority = 6; // RTA_PRIORITY
    internal const ushort PreferredSource = 7; // RTA_PREFSRC
    internal const ushort Metrics = 8; // RTA_METRICS
    internal const ushort Multipath = 9; // RTA_MULTIPATH
    internal const ushort CacheInfo = 12; // RTA_CACHEINFO
    internal const ushort Table = 15; // RTA_TABLE
    internal const ushort Mark = 16; // RTA_MARK
    internal const ushort Via = 18; // RTA_VIA
    internal const ushort Preference = 20; // RTA_PREF
    internal const ushort TransportProtocol = 27; // RTA_IP_PROTO
    internal const ushort SourcePort = 28; // RTA_SPORT
    internal const ushort DestinationPort = 29; // RTA_DPORT
    internal const ushort NextHopId = 30; // RTA_NH_ID
}

/// <summary>RTM_NEWROUTE and its relatives: one entry of a routing table.</summary>
internal sealed record RouteMessage : INetlinkMessage<RouteMessage>
{
    public static ushort ReplyType => RouteMessageType.NewRoute;

    internal byte Family { get; init; }

    internal byte DestinationLength { get; init; }

    internal byte SourceLength { get; init; }

    internal byte TypeOfService { get; init; }

    /// <summary>The table's number. Above 255 only the attribute holds it.</summary>
    internal uint Table { get; init; }

    internal RouteProtocol Protocol { get; init; }

    internal byte Scope { get; init; }

    internal RouteKind Kind { get; init; }

    internal RouteFlags Flags { get; init; }

    internal IPAddress? Destination { get; init; }

    internal IPAddress? Source { get; init; }

    internal int? InputLink { get; init; }

    internal int? OutputLink { get; init; }

    internal IPAddress? Gateway { get; init; }

    /// <summary>RTA_VIA: a gateway of another address family. Null also where that is no IP address: MPLS routes may name a MAC address.</summary>
    internal IPAddress? Via { get; init; }

    /// <summary>The metric: the lower wins.</summary>
    internal uint? Priority { get; init; }

    internal IPAddress? PreferredSource { get; init; }

    internal uint? Mtu { get; init; }

    internal uint? Mark { get; init; }

    /// <summary>IPPROTO_… number of the packets that are asked for: policy rules may look at it. Only in requests.</summary>
    internal byte? TransportProtocol { get; init; }

    /// <summary>Their source port. Only in requests.</summary>
    internal ushort? SourcePort { get; init; }

    /// <summary>Their destination port. Only in requests.</summary>
    internal ushort? DestinationPort { get; init; }

    /// <summary>Next hops of a multipath route.</summary>
    internal RouteNextHop[] NextHops { get; init; } = [];

    /// <summary>The next-hop object that it uses (<c>ip nexthop</c>), where it uses one.</summary>
    internal uint? NextHopId { get; init; }

    internal void Write(NetlinkWriter writer)
    {
        var header = new RouteHeader
        {
            Family = Family,
            DestinationLength = DestinationLength,
            SourceLength = SourceLength,
            TypeOfService = TypeOfService,
            Table = Table <= byte.MaxValue ? (byte)Table : (byte)0,
            Protocol = Protocol,
            Scope = Scope,
            Kind = Kind,
            Flags = Flags,
        };
        writer.PutHeader(in header);
        if (Destination is { } destination)
            writer.Put(RouteAttribute.Destination, destination);
        if (Source is { } source)
            writer.Put(RouteAttribute.Source, source);
        if (InputLink is { } input)
            writer.Put(RouteAttribute.InputLink, input);
        if (Gateway is { } gateway)
            writer.Put(RouteAttribute.Gateway, gateway);
        if (Via is { } via)
            WriteVia(writer, via);
        if (PreferredSource is { } preferred)
            writer.Put(RouteAttribute.PreferredSource, preferred);
        if (Mtu is { } mtu)
        {
            using (writer.Nest(RouteAttribute.Metrics))
                writer.Put(RouteMetricAttribute.Mtu, mtu);
        }

        if (OutputLink is { } output)
            writer.Put(RouteAttribute.OutputLink, output);
        if (Priority is { } priority)
            writer.Put(RouteAttribute.Priority, priority);
        if (Table > byte.MaxValue)
            writer.Put(RouteAttribute.Table, Table);
        if (Mark is { } mark)
            writer.Put(RouteAttribute.Mark, mark);
        if (TransportProtocol is { } protocol)
            writer.Put(RouteAttribute.TransportProtocol, protocol);
        if (SourcePort is { } sourcePort)
            writer.Put(RouteAttribute.SourcePort, NetworkOrder(sourcePort));
        if (DestinationPort is { } destinationPort)
            writer.Put(RouteAttribute.DestinationPort, NetworkOrder(destinationPort));
        if (NextHops.Length > 0)
        {
            using (writer.NestUnmarked(RouteAttribute.Multipath))
                RouteNextHop.WriteAll(writer, NextHops, Family);
        }

        if (NextHopId is { } nextHop)
            writer.Put(RouteAttribute.NextHopId, nextHop);
    }

    /// <inheritdoc/>
    public static RouteMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < RouteHeader.Size)
            throw new NetlinkFormatException($"A route message has {payload.Length} bytes; its header alone has {RouteHeader.Size}.");

        RouteHeader header = NativeBytes.Read<RouteHeader>(payload);
        IPAddress? destination = null, source = null, gateway = null, via = null, preferred = null;
        int? input = null, output = null;
        uint? priority = null, mtu = null, mark = null, nextHopId = null;
        uint table = header.Table;
        RouteNextHop[] nextHops = [];
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[RouteHeader.Size..]))
        {
            switch (attribute.Type)
            {
                case RouteAttribute.Destination:
                    destination = attribute.IPAddress;
                    break;
                case RouteAttribute.Source:
                    source = attribute.IPAddress;
                    break;
                case RouteAttribute.InputLink:
                    input = attribute.Int32;
                    break;
                case RouteAttribute.OutputLink:
                    output = attribute.Int32;
                    break;
                case RouteAttribute.Gateway:
                    gateway = attribute.IPAddress;
                    break;
                case RouteAttribute.Via:
                    via = ReadVia(attribute);
                    break;
                case RouteAttribute.Priority:
                    priority = attribute.UInt32;
                    break;
                case RouteAttribute.PreferredSource:
                    preferred = attribute.IPAddress;
                    break;
                case RouteAttribute.Metrics:
                    mtu = ReadMtu(attribute);
                    break;
                case RouteAttribute.Table:
                    table = attribute.UInt32;
                    break;
                case RouteAttribute.Mark:
                    mark = attribute.UInt32;
                    break;
                case RouteAttribute.Multipath:
                    nextHops = RouteNextHop.ParseAll(attribute.Value);
                    break;
                case RouteAttribute.NextHopId:
                    nextHopId = attribute.UInt32;
                    break;
            }
        }

        return new RouteMessage
        {
            Family = header.Family,
            DestinationLength = header.DestinationLength,
            SourceLength = header.SourceLength,
            TypeOfService = header.TypeOfService,
            Table = table,
            Protocol = header.Protocol,
            Scope = header.Scope,
            Kind = header.Kind,
            Flags = header.Flags,
            Destination = destination,
            Source = source,
            InputLink = input,
            OutputLink = output,
            Gateway = gateway,
            Via = via,
            Priority = priority,
            PreferredSource = preferred,
            Mtu = mtu,
            Mark = mark,
            NextHops = nextHops,
            NextHopId = nextHopId,
        };
    }

    private static ReadOnlySpan<byte> NetworkOrder(ushort port) => new byte[] { (byte)(port >> 8), (byte)port };

    // struct rtvia: the family in two bytes, then the address.
    internal static void WriteVia(NetlinkWriter writer, IPAddress via)
    {
        byte[] address = via.GetAddressBytes();
        Span<byte> value = stackalloc byte[sizeof(ushort) + address.Length];
        ushort family = (ushort)(address.Length == 4 ? LibC.AF_INET : LibC.AF_INET6);
        MemoryMarshal.Write(value, in family);
        address.CopyTo(value[sizeof(ushort)..]);
        writer.Put(RouteAttribute.Via, value);
    }

    internal static IPAddress? ReadVia(NetlinkAttribute attribute)
    {
        ReadOnlySpan<byte> value = attribute.Value;
        if (value.Length < sizeof(ushort))
            throw new NetlinkFormatException($"A gateway of another family has {value.Length} bytes; its family alone has {sizeof(ushort)}.");
        int length = MemoryMarshal.Read<ushort>(value) switch
        {
            LibC.AF_INET => 4,
            LibC.AF_INET6 => 16,
            _ => 0,
        };
        if (length == 0)
            return null;
        return value.Length == sizeof(ushort) + length
            ? new IPAddress(value[sizeof(ushort)..])
            : throw new NetlinkFormatException($"A gateway of another family has {value.Length} bytes; {sizeof(ushort) + length} expected.");
    }

    private static uint? ReadMtu(NetlinkAttribute metrics)
    {
        foreach (NetlinkAttribute attribute in metrics.Nested)
        {
            if (attribute.Type == RouteMetricAttribute.Mtu)
                return attribute.UInt32;
        }

        return null;
    }
}
