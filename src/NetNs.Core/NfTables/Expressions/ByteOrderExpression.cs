using NetNs.Netlink;

namespace NetNs.NfTables;

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
