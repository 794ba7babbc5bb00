using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>destination = (source &amp; mask) ^ xor, over as many bytes as the mask has.</summary>
internal sealed record BitwiseExpression(Register Source, Register Destination, byte[] Mask, byte[] Xor) : Expression
{
    internal const string Kind = "bitwise";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(BitwiseAttribute.Source, Source.Number);
        writer.PutBigEndian(BitwiseAttribute.Destination, Destination.Number);
        writer.PutBigEndian(BitwiseAttribute.Length, (uint)Mask.Length);
        NfData.WriteValue(writer, BitwiseAttribute.Mask, Mask);
        NfData.WriteValue(writer, BitwiseAttribute.Xor, Xor);
    }

    internal static BitwiseExpression? Parse(ReadOnlySpan<byte> data)
    {
        Register source = default, destination = default;
        byte[]? mask = null, xor = null;
        var operation = BitwiseOperation.MaskAndXor;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case BitwiseAttribute.Source:
                    source = new Register(attribute.UInt32BigEndian);
                    break;
                case BitwiseAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                case BitwiseAttribute.Length:
                    break; // the mask says it
                case BitwiseAttribute.Mask:
                    mask = NfData.ParseValue(in attribute);
                    break;
                case BitwiseAttribute.Xor:
                    xor = NfData.ParseValue(in attribute);
                    break;
                case BitwiseAttribute.Operation:
                    operation = (BitwiseOperation)attribute.UInt32BigEndian;
                    break;
                default:
                    return null;
            }
        }

        return operation == BitwiseOperation.MaskAndXor && mask is not null && xor is not null
            ? new BitwiseExpression(source, destination, mask, xor)
            : null;
    }
}
