using System.Net;
using System.Net.Sockets;
using NetNs.Netlink;

namespace NetNs.Conntrack;

/// <summary>What stands inside CTA_TUPLE_PROTO, linux/netfilter/nfnetlink_conntrack.h. Ports are big-endian.</summary>
internal static class TupleProtocolAttribute
{
    internal const ushort Number = 1; // CTA_PROTO_NUM
    internal const ushort SourcePort = 2; // CTA_PROTO_SRC_PORT
    internal const ushort DestinationPort = 3; // CTA_PROTO_DST_PORT
}

/// <summary>What stands inside CTA_TUPLE_ORIG and CTA_TUPLE_REPLY, linux/netfilter/nfnetlink_conntrack.h.</summary>
internal static class TupleAttribute
{
    internal const ushort Address = 1; // CTA_TUPLE_IP
    internal const ushort Protocol = 2; // CTA_TUPLE_PROTO
}

/// <summary>What stands inside CTA_TUPLE_IP, linux/netfilter/nfnetlink_conntrack.h.</summary>
internal static class TupleAddressAttribute
{
    internal const ushort IPv4Source = 1; // CTA_IP_V4_SRC
    internal const ushort IPv4Destination = 2; // CTA_IP_V4_DST
    internal const ushort IPv6Source = 3; // CTA_IP_V6_SRC
    internal const ushort IPv6Destination = 4; // CTA_IP_V6_DST
}

/// <summary>One direction of a tracked connection: who sends what to whom.</summary>
internal sealed record ConntrackTuple
{
    internal IPAddress? Source { get; init; }

    internal IPAddress? Destination { get; init; }

    /// <summary>IPPROTO_… number: 6 TCP, 17 UDP, 132 SCTP.</summary>
    internal byte Protocol { get; init; }

    /// <summary>Null where the protocol has no ports.</summary>
    internal ushort? SourcePort { get; init; }

    internal ushort? DestinationPort { get; init; }

    internal void Write(NetlinkWriter writer)
    {
        using (writer.Nest(TupleAttribute.Address))
        {
            if (Source is { } source)
                writer.Put(IsIPv6(source) ? TupleAddressAttribute.IPv6Source : TupleAddressAttribute.IPv4Source, source);
            if (Destination is { } destination)
                writer.Put(IsIPv6(destination) ? TupleAddressAttribute.IPv6Destination : TupleAddressAttribute.IPv4Destination, destination);
        }

        using (writer.Nest(TupleAttribute.Protocol))
        {
            writer.Put(TupleProtocolAttribute.Number, Protocol);
            if (SourcePort is { } sourcePort)
                writer.PutBigEndian(TupleProtocolAttribute.SourcePort, sourcePort);
            if (DestinationPort is { } destinationPort)
                writer.PutBigEndian(TupleProtocolAttribute.DestinationPort, destinationPort);
        }
    }

    internal static ConntrackTuple Parse(NetlinkAttribute tuple)
    {
        IPAddress? source = null, destination = null;
        byte protocol = 0;
        ushort? sourcePort = null, destinationPort = null;
        foreach (NetlinkAttribute part in tuple.Nested)
        {
            switch (part.Type)
            {
                case TupleAttribute.Address:
                    (source, destination) = ParseAddresses(part);
                    break;
                case TupleAttribute.Protocol:
                    (protocol, sourcePort, destinationPort) = ParseProtocol(part);
                    break;
            }
        }

        return new ConntrackTuple { Source = source, Destination = destination, Protocol = protocol, SourcePort = sourcePort, DestinationPort = destinationPort };
    }

    private static (IPAddress? Source, IPAddress? Destination) ParseAddresses(NetlinkAttribute part)
    {
        IPAddress? source = null, destination = null;
        foreach (NetlinkAttribute attribute in part.Nested)
        {
            switch (attribute.Type)
            {
                case TupleAddressAttribute.IPv4Source or TupleAddressAttribute.IPv6Source:
                    source = attribute.IPAddress;
                    break;
                case TupleAddressAttribute.IPv4Destination or TupleAddressAttribute.IPv6Destination:
                    destination = attribute.IPAddress;
                    break;
            }
        }

        return (source, destination);
    }

    private static (byte Protocol, ushort? SourcePort, ushort? DestinationPort) ParseProtocol(NetlinkAttribute part)
    {
        byte protocol = 0;
        ushort? sourcePort = null, destinationPort = null;
        foreach (NetlinkAttribute attribute in part.Nested)
        {
            switch (attribute.Type)
            {
                case TupleProtocolAttribute.Number:
                    protocol = attribute.Byte;
                    break;
                case TupleProtocolAttribute.SourcePort:
                    sourcePort = attribute.UInt16BigEndian;
                    break;
                case TupleProtocolAttribute.DestinationPort:
                    destinationPort = attribute.UInt16BigEndian;
                    break;
            }
        }

        return (protocol, sourcePort, destinationPort);
    }

    private static bool IsIPv6(IPAddress address) => address.AddressFamily == AddressFamily.InterNetworkV6;
}
