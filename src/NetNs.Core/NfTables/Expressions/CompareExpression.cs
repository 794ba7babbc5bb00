using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>How a register is compared with a value, linux/netfilter/nf_tables.h.</summary>
internal enum CompareOperation : uint
{
    Equal = 0, // NFT_CMP_EQ
    NotEqual = 1, // NFT_CMP_NEQ
    Less = 2, // NFT_CMP_LT
    LessOrEqual = 3, // NFT_CMP_LTE
    Greater = 4, // NFT_CMP_GT
    GreaterOrEqual = 5, // NFT_CMP_GTE
}

/// <summary>What a cmp expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class CompareAttribute
{
    internal const ushort Source = 1; // NFTA_CMP_SREG
    internal const ushort Operation = 2; // NFTA_CMP_OP
    internal const ushort Data = 3; // NFTA_CMP_DATA
}

/// <summary>Goes on where a register compares with <paramref name="Value"/> as asked. The comparison is byte by byte, as long as the value.</summary>
internal sealed record CompareExpression(Register Source, CompareOperation Operation, byte[] Value) : Expression
{
    internal const string Kind = "cmp";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(CompareAttribute.Source, Source.Number);
        writer.PutBigEndian(CompareAttribute.Operation, (uint)Operation);
        NfData.WriteValue(writer, CompareAttribute.Data, Value);
    }

    internal static CompareExpression? Parse(ReadOnlySpan<byte> data)
    {
        Register source = default;
        CompareOperation operation = default;
        byte[]? value = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case CompareAttribute.Source:
                    source = new Register(attribute.UInt32BigEndian);
                    break;
                case CompareAttribute.Operation:
                    operation = (CompareOperation)attribute.UInt32BigEndian;
                    break;
                case CompareAttribute.Data:
                    value = NfData.ParseValue(in attribute);
                    break;
                default:
                    return null;
            }
        }

        return value is null ? null : new CompareExpression(source, operation, value);
    }
}
