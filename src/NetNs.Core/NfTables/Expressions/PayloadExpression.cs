using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Which header a payload expression counts from, linux/netfilter/nf_tables.h.</summary>
internal enum PayloadBase : uint
{
    Link = 0, // NFT_PAYLOAD_LL_HEADER
    Network = 1, // NFT_PAYLOAD_NETWORK_HEADER
    Transport = 2, // NFT_PAYLOAD_TRANSPORT_HEADER
    Inner = 3, // NFT_PAYLOAD_INNER_HEADER
}

/// <summary>What a payload expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class PayloadAttribute
{
    internal const ushort Destination = 1; // NFTA_PAYLOAD_DREG
    internal const ushort Base = 2; // NFTA_PAYLOAD_BASE
    internal const ushort Offset = 3; // NFTA_PAYLOAD_OFFSET
    internal const ushort Length = 4; // NFTA_PAYLOAD_LEN
}

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
