using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Counts packets and bytes that come by. A nat chain only sees the first packet of each connection: there it counts connections.</summary>
internal sealed record CounterExpression(ulong Packets, ulong Bytes) : Expression
{
    internal const string Kind = "counter";

    internal override string Name => Kind;

    // A new counter starts at zero without being told.
    protected override void WriteData(NetlinkWriter writer)
    {
        if (Packets == 0 && Bytes == 0)
            return;
        writer.PutBigEndian(CounterAttribute.Bytes, Bytes);
        writer.PutBigEndian(CounterAttribute.Packets, Packets);
    }

    internal static CounterExpression? Parse(ReadOnlySpan<byte> data)
    {
        ulong packets = 0, bytes = 0;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case CounterAttribute.Bytes:
                    bytes = attribute.UInt64BigEndian;
                    break;
                case CounterAttribute.Packets:
                    packets = attribute.UInt64BigEndian;
                    break;
                case CounterAttribute.Padding:
                    break;
                default:
                    return null;
            }
        }

        return new CounterExpression(packets, bytes);
    }
}
