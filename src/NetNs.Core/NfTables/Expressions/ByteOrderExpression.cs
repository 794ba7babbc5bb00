using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Which way a byteorder expression turns, linux/netfilter/nf_tables.h.</summary>
internal enum ByteOrderOperation : uint
{
    NetworkToHost = 0, // NFT_BYTEORDER_NTOH
    HostToNetwork = 1, // NFT_BYTEORDER_HTON
}

/// <summary>What a byteorder expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class ByteOrderAttribute
{
    internal const ushort Source = 1; // NFTA_BYTEORDER_SREG
    internal const ushort Destination = 2; // NFTA_BYTEORDER_DREG
    internal const ushort Operation = 3; // NFTA_BYTEORDER_OP
    internal const ushort Length = 4; // NFTA_BYTEORDER_LEN
    internal const ushort Size = 5; // NFTA_BYTEORDER_SIZE
}

/// <summary>Turns <paramref name="Length"/> bytes of a register from one byte order to the other, in units of <paramref name="Size"/>.</summary>
internal sealed record ByteOrderExpression(Register Source, Register Destination, ByteOrderOperation Operation, uint Length, uint Size) : Expression
{
    internal const string Kind = "byteorder";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(ByteOrderAttribute.Source, Source.Number);
        writer.PutBigEndian(ByteOrderAttribute.Destination, Destination.Number);
        writer.PutBigEndian(ByteOrderAttribute.Operation, (uint)Operation);
        writer.PutBigEndian(ByteOrderAttribute.Length, Length);
        writer.PutBigEndian(ByteOrderAttribute.Size, Size);
    }

    internal static ByteOrderExpression? Parse(ReadOnlySpan<byte> data)
    {
        Register source = default;
        Register? destination = null;
        ByteOrderOperation operation = default;
        uint length = 0, size = 0;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case ByteOrderAttribute.Source:
                    source = new Register(attribute.UInt32BigEndian);
                    break;
                case ByteOrderAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                case ByteOrderAttribute.Operation:
                    operation = (ByteOrderOperation)attribute.UInt32BigEndian;
                    break;
                case ByteOrderAttribute.Length:
                    length = attribute.UInt32BigEndian;
                    break;
                case ByteOrderAttribute.Size:
                    size = attribute.UInt32BigEndian;
                    break;
                default:
                    return null;
            }
        }

        return destination is { } register ? new ByteOrderExpression(source, register, operation, length, size) : null;
    }
}
