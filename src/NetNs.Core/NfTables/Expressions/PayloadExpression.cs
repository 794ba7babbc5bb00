using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Loads bytes of the packet, counted from the start of one of its headers. What does not fill a register's last word is zeroed.</summary>
internal sealed record PayloadExpression(Register Destination, PayloadBase Base, uint Offset, uint Length) : Expression
{
    internal const string Kind = "payload";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(PayloadAttribute.Destination, Destination.Number);
        writer.PutBigEndian(PayloadAttribute.Base, (uint)Base);
        writer.PutBigEndian(PayloadAttribute.Offset, Offset);
        writer.PutBigEndian(PayloadAttribute.Length, Length);
    }

    internal static PayloadExpression? Parse(ReadOnlySpan<byte> data)
    {
        Register? destination = null;
        PayloadBase payloadBase = default;
        uint offset = 0, length = 0;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case PayloadAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                case PayloadAttribute.Base:
                    payloadBase = (PayloadBase)attribute.UInt32BigEndian;
                    break;
                case PayloadAttribute.Offset:
                    offset = attribute.UInt32BigEndian;
                    break;
                case PayloadAttribute.Length:
                    length = attribute.UInt32BigEndian;
                    break;
                default:
                    return null; // writes into the packet
            }
        }

        return destination is { } register ? new PayloadExpression(register, payloadBase, offset, length) : null;
    }
}
