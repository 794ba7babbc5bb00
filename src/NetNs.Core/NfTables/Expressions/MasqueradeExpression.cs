using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a masq expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class MasqueradeAttribute
{
    internal const ushort Flags = 1; // NFTA_MASQ_FLAGS
    internal const ushort PortMin = 2; // NFTA_MASQ_REG_PROTO_MIN
    internal const ushort PortMax = 3; // NFTA_MASQ_REG_PROTO_MAX
}

/// <summary>Translates the connection's source to the address of the link that it leaves by, and decides.</summary>
internal sealed record MasqueradeExpression : Expression
{
    internal const string Kind = "masq";

    internal NatFlags Flags { get; init; }

    internal Register? PortMin { get; init; }

    internal Register? PortMax { get; init; }

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        if (Flags != NatFlags.None)
            writer.PutBigEndian(MasqueradeAttribute.Flags, (uint)Flags);
        if (PortMin is { } portMin)
            writer.PutBigEndian(MasqueradeAttribute.PortMin, portMin.Number);
        if (PortMax is { } portMax)
            writer.PutBigEndian(MasqueradeAttribute.PortMax, portMax.Number);
    }

    internal static MasqueradeExpression? Parse(ReadOnlySpan<byte> data)
    {
        var flags = NatFlags.None;
        Register? portMin = null, portMax = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case MasqueradeAttribute.Flags:
                    flags = (NatFlags)attribute.UInt32BigEndian;
                    break;
                case MasqueradeAttribute.PortMin:
                    portMin = new Register(attribute.UInt32BigEndian);
                    break;
                case MasqueradeAttribute.PortMax:
                    portMax = new Register(attribute.UInt32BigEndian);
                    break;
                default:
                    return null;
            }
        }

        return new MasqueradeExpression { Flags = flags, PortMin = portMin, PortMax = portMax };
    }
}
