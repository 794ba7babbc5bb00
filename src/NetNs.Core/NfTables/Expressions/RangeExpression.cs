using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Whether a register must be inside a range or outside, linux/netfilter/nf_tables.h.</summary>
internal enum RangeOperation : uint
{
    Inside = 0, // NFT_RANGE_EQ
    Outside = 1, // NFT_RANGE_NEQ
}

/// <summary>What a range expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class RangeAttribute
{
    internal const ushort Source = 1; // NFTA_RANGE_SREG
    internal const ushort Operation = 2; // NFTA_RANGE_OP
    internal const ushort From = 3; // NFTA_RANGE_FROM_DATA
    internal const ushort To = 4; // NFTA_RANGE_TO_DATA
}

/// <summary>Goes on where a register lies between two values, both included, or where it does not.</summary>
internal sealed record RangeExpression(Register Source, RangeOperation Operation, byte[] From, byte[] To) : Expression
{
    internal const string Kind = "range";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(RangeAttribute.Source, Source.Number);
        writer.PutBigEndian(RangeAttribute.Operation, (uint)Operation);
        NfData.WriteValue(writer, RangeAttribute.From, From);
        NfData.WriteValue(writer, RangeAttribute.To, To);
    }

    internal static RangeExpression? Parse(ReadOnlySpan<byte> data)
    {
        Register source = default;
        RangeOperation operation = default;
        byte[]? from = null, to = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case RangeAttribute.Source:
                    source = new Register(attribute.UInt32BigEndian);
                    break;
                case RangeAttribute.Operation:
                    operation = (RangeOperation)attribute.UInt32BigEndian;
                    break;
                case RangeAttribute.From:
                    from = NfData.ParseValue(in attribute);
                    break;
                case RangeAttribute.To:
                    to = NfData.ParseValue(in attribute);
                    break;
                default:
                    return null;
            }
        }

        return from is null || to is null ? null : new RangeExpression(source, operation, from, to);
    }
}
