using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NetNs.Conntrack;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.SockDiag;

namespace NetNs.Tests.Support;

/// <summary>Which parser reads a captured message: by its type and the start of the fixture's name.</summary>
internal static class MessageParsers
{
    /// <summary>Reads the payload; returns the value and how to write it anew, where it can be written.</summary>
    internal delegate (object Value, Action<NetlinkWriter>? Write) Parser(in MessageHeader header, ReadOnlySpan<byte> payload);

    /// <summary>The parser of a fixture. A new family of messages gets a line here.</summary>
    internal static Parser For(string fixture)
    {
        ushort type = MessageHeader.Read(Fixture.Load(fixture)).Type;
        // The subsystems of netlink count their message types each for itself.
        return fixture.StartsWith("nftables-", StringComparison.Ordinal) ? NfTablesParsers.For(fixture, type)
            : fixture.StartsWith("sockdiag-", StringComparison.Ordinal) ? ForSockets
            : ForRoute(fixture, type);
    }

    // Requests and answers have one type. The kernel alone reads requests; here a shorter payload is one.
    private static (object Value, Action<NetlinkWriter>? Write) ForSockets(in MessageHeader header, ReadOnlySpan<byte> payload)
    {
        if (!header.Flags.HasFlag(MessageFlags.Request))
            return (SocketMessage.Parse(payload), null);
        if (payload.Length < 56)
            throw new NetlinkFormatException("That is no request for sockets.");
        SocketRequestHeader fields = MemoryMarshal.Read<SocketRequestHeader>(payload);
        var request = new SocketRequest { Family = fields.Family, Protocol = fields.Protocol, States = fields.States, LocalPort = BinaryPrimitives.ReadUInt16BigEndian(payload[8..]) };
        return (request, request.Write);
    }

    private static Parser ForRoute(string fixture, ushort messageType) => messageType switch
    {
        NetlinkConstants.NLMSG_ERROR or NetlinkConstants.NLMSG_DONE => (in MessageHeader header, ReadOnlySpan<byte> payload) => (ExtendedAck.Parse(in header, payload), null),
        RouteMessageType.NewLink or RouteMessageType.DelLink or RouteMessageType.GetLink or RouteMessageType.SetLink => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
        {
            // The kernel tells the IPv4 settings as one array and takes them as attributes: they are not written as they are read.
            LinkMessage message = LinkMessage.Parse(payload) with { IPv4Settings = null };
            return (message, message.Write);
        },
        RouteMessageType.NewAddr or RouteMessageType.DelAddr or RouteMessageType.GetAddr => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
        {
            AddressMessage message = AddressMessage.Parse(payload);
            return (message, message.Write);
        },
        RouteMessageType.NewRoute or RouteMessageType.DelRoute or RouteMessageType.GetRoute => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
        {
            RouteMessage message = RouteMessage.Parse(payload);
            return (message, message.Write);
        },
        RouteMessageType.NewNeigh or RouteMessageType.DelNeigh or RouteMessageType.GetNeigh => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
        {
            NeighborMessage message = NeighborMessage.Parse(payload);
            return (message, message.Write);
        },
        RouteMessageType.NewRule or RouteMessageType.DelRule or RouteMessageType.GetRule => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
        {
            PolicyRuleMessage message = PolicyRuleMessage.Parse(payload);
            return (message, message.Write);
        },
        RouteMessageType.NewNsId or RouteMessageType.DelNsId or RouteMessageType.GetNsId => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
        {
            NamespaceIdMessage message = NamespaceIdMessage.Parse(payload);
            return (message, message.Write);
        },
        (ConntrackMessageType.Subsystem << 8) | ConntrackMessageType.New or (ConntrackMessageType.Subsystem << 8) | ConntrackMessageType.Delete => (in MessageHeader _, ReadOnlySpan<byte> payload) =>
        {
            ConntrackMessage message = ConntrackMessage.Parse(payload);
            return (message, message.Write);
        },
        ushort type => throw new InvalidOperationException($"No parser for message type {type} of fixture {fixture}: add it to {nameof(MessageParsers)}."),
    };
}
