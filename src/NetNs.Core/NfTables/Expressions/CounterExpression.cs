using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a counter carries, linux/netfilter/nf_tables.h.</summary>
internal static class CounterAttribute
{
    internal const ushort Bytes = 1; // NFTA_COUNTER_BYTES
    internal const ushort Packets = 2; // NFTA_COUNTER_PACKETS
    internal const ushort Padding = 3; // NFTA_COUNTER_PAD
}

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
