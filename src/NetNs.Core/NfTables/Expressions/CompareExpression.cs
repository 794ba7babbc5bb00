using NetNs.Netlink;

namespace NetNs.NfTables;

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
