using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a bitwise expression does, linux/netfilter/nf_tables.h.</summary>
internal enum BitwiseOperation : uint
{
    MaskAndXor = 0, // NFT_BITWISE_MASK_XOR
    LeftShift = 1, // NFT_BITWISE_LSHIFT
    RightShift = 2, // NFT_BITWISE_RSHIFT
}

/// <summary>What a bitwise expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class BitwiseAttribute
{
    internal const ushort Source = 1; // NFTA_BITWISE_SREG
    internal const ushort Destination = 2; // NFTA_BITWISE_DREG
    internal const ushort Length = 3; // NFTA_BITWISE_LEN
    internal const ushort Mask = 4; // NFTA_BITWISE_MASK
    internal const ushort Xor = 5; // NFTA_BITWISE_XOR
    internal const ushort Operation = 6; // NFTA_BITWISE_OP
}

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
