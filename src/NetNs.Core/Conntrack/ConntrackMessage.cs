using NetNs.Netlink;

namespace NetNs.Conntrack;

/// <summary>Message types of ctnetlink, linux/netfilter/nfnetlink_conntrack.h; the high byte is the subsystem of nfnetlink.</summary>
internal static class ConntrackMessageType
{
    internal const byte Subsystem = 1; // NFNL_SUBSYS_CTNETLINK

    internal const byte New = 0; // IPCTNL_MSG_CT_NEW
    internal const byte Get = 1; // IPCTNL_MSG_CT_GET
    internal const byte Delete = 2; // IPCTNL_MSG_CT_DELETE

    /// <summary>The message type on the wire.</summary>
    internal static ushort Of(byte type) => (ushort)((Subsystem << 8) | type);
}

/// <summary>Attributes of a tracked connection, linux/netfilter/nfnetlink_conntrack.h.</summary>
internal static class ConntrackAttribute
{
    internal const ushort OriginalTuple = 1; // CTA_TUPLE_ORIG
    internal const ushort ReplyTuple = 2; // CTA_TUPLE_REPLY
    internal const ushort Status = 3; // CTA_STATUS
    internal const ushort Id = 12; // CTA_ID
    internal const ushort Zone = 18; // CTA_ZONE
    internal const ushort Filter = 25; // CTA_FILTER
}

/// <summary>
/// IPCTNL_MSG_CT_NEW and its relatives: a connection that the kernel tracks. In front of the attributes stands
/// <c>struct nfgenmsg</c>: family, version 0, two bytes of 0.
/// </summary>
internal sealed record ConntrackMessage : INetlinkMessage<ConntrackMessage>
{
    private const int HeaderSize = 4; // struct nfgenmsg

    public static ushort ReplyType => ConntrackMessageType.Of(ConntrackMessageType.New);

    /// <summary>AF_INET or AF_INET6.</summary>
    internal byte Family { get; init; }

    /// <summary>As the first packet was, before any address was translated.</summary>
    internal ConntrackTuple? Original { get; init; }

    /// <summary>As an answer is expected, after addresses were translated.</summary>
    internal ConntrackTuple? Reply { get; init; }

    /// <summary>Bits IPS_…, linux/netfilter/nf_conntrack_common.h.</summary>
    internal uint? Status { get; init; }

    /// <summary>Keeps a deletion from hitting a younger connection with the same addresses.</summary>
    internal uint? Id { get; init; }

    internal ushort? Zone { get; init; }

    internal void Write(NetlinkWriter writer)
    {
        writer.Reserve(HeaderSize)[0] = Family;
        if (Original is { } original)
        {
            using (writer.Nest(ConntrackAttribute.OriginalTuple))
                original.Write(writer);
        }

        if (Reply is { } reply)
        {
            using (writer.Nest(ConntrackAttribute.ReplyTuple))
                reply.Write(writer);
        }

        if (Status is { } status)
            writer.PutBigEndian(ConntrackAttribute.Status, status);
        if (Id is { } id)
            writer.PutBigEndian(ConntrackAttribute.Id, id);
        if (Zone is { } zone)
            writer.PutBigEndian(ConntrackAttribute.Zone, zone);
    }

    /// <inheritdoc/>
    public static ConntrackMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderSize)
            throw new NetlinkFormatException($"A conntrack message has {payload.Length} bytes; its header alone has {HeaderSize}.");

        ConntrackTuple? original = null, reply = null;
        uint? status = null, id = null;
        ushort? zone = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[HeaderSize..]))
        {
            switch (attribute.Type)
            {
                case ConntrackAttribute.OriginalTuple:
                    original = ConntrackTuple.Parse(attribute);
                    break;
                case ConntrackAttribute.ReplyTuple:
                    reply = ConntrackTuple.Parse(attribute);
                    break;
                case ConntrackAttribute.Status:
                    status = attribute.UInt32BigEndian;
                    break;
                case ConntrackAttribute.Id:
                    id = attribute.UInt32BigEndian;
                    break;
                case ConntrackAttribute.Zone:
                    zone = attribute.UInt16BigEndian;
                    break;
            }
        }

        return new ConntrackMessage { Family = payload[0], Original = original, Reply = reply, Status = status, Id = id, Zone = zone };
    }
}
