using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Translates the connection's source or destination to what the named registers hold, and decides: no later rule of the chain sees the packet.</summary>
internal sealed record NatExpression(NatType Type, NfFamily Family) : Expression
{
    internal const string Kind = "nat";

    internal Register? AddressMin { get; init; }

    /// <summary>Where it is a range; else the kernel answers with <see cref="AddressMin"/>.</summary>
    internal Register? AddressMax { get; init; }

    internal Register? PortMin { get; init; }

    /// <summary>Where it is a range; else the kernel answers with <see cref="PortMin"/>.</summary>
    internal Register? PortMax { get; init; }

    /// <summary>The kernel adds by itself that there is an address or a port.</summary>
    internal NatFlags Flags { get; init; }

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(NatAttribute.Type, (uint)Type);
        writer.PutBigEndian(NatAttribute.Family, (uint)Family);
        PutRegister(writer, NatAttribute.AddressMin, AddressMin);
        PutRegister(writer, NatAttribute.AddressMax, AddressMax);
        PutRegister(writer, NatAttribute.PortMin, PortMin);
        PutRegister(writer, NatAttribute.PortMax, PortMax);
        if (Flags != NatFlags.None)
            writer.PutBigEndian(NatAttribute.Flags, (uint)Flags);
    }

    internal static NatExpression? Parse(ReadOnlySpan<byte> data)
    {
        NatType type = default;
        NfFamily family = default;
        Register? addressMin = null, addressMax = null, portMin = null, portMax = null;
        var flags = NatFlags.None;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case NatAttribute.Type:
                    type = (NatType)attribute.UInt32BigEndian;
                    break;
                case NatAttribute.Family:
                    family = (NfFamily)attribute.UInt32BigEndian;
                    break;
                case NatAttribute.AddressMin:
                    addressMin = new Register(attribute.UInt32BigEndian);
                    break;
                case NatAttribute.AddressMax:
                    addressMax = new Register(attribute.UInt32BigEndian);
                    break;
                case NatAttribute.PortMin:
                    portMin = new Register(attribute.UInt32BigEndian);
                    break;
                case NatAttribute.PortMax:
                    portMax = new Register(attribute.UInt32BigEndian);
                    break;
                case NatAttribute.Flags:
                    flags = (NatFlags)attribute.UInt32BigEndian;
                    break;
                default:
                    return null;
            }
        }

        return new NatExpression(type, family)
        {
            AddressMin = addressMin,
            AddressMax = addressMax,
            PortMin = portMin,
            PortMax = portMax,
            Flags = flags,
        };
    }

    private static void PutRegister(NetlinkWriter writer, ushort attribute, Register? register)
    {
        if (register is { } value)
            writer.PutBigEndian(attribute, value.Number);
    }
}
