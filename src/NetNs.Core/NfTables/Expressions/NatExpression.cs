using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Which address a nat expression changes, linux/netfilter/nf_tables.h.</summary>
internal enum NatType : uint
{
    Source = 0, // NFT_NAT_SNAT
    Destination = 1, // NFT_NAT_DNAT
}

/// <summary>How a translation picks address and port, linux/netfilter/nf_nat.h.</summary>
[Flags]
internal enum NatFlags : uint
{
    None = 0, // 0
    MapAddresses = 1, // NF_NAT_RANGE_MAP_IPS
    PortSpecified = 2, // NF_NAT_RANGE_PROTO_SPECIFIED
    RandomPort = 4, // NF_NAT_RANGE_PROTO_RANDOM
    Persistent = 8, // NF_NAT_RANGE_PERSISTENT
    FullyRandomPort = 16, // NF_NAT_RANGE_PROTO_RANDOM_FULLY
    PortOffset = 32, // NF_NAT_RANGE_PROTO_OFFSET
    NetMap = 64, // NF_NAT_RANGE_NETMAP
}

/// <summary>What a nat expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class NatAttribute
{
    internal const ushort Type = 1; // NFTA_NAT_TYPE
    internal const ushort Family = 2; // NFTA_NAT_FAMILY
    internal const ushort AddressMin = 3; // NFTA_NAT_REG_ADDR_MIN
    internal const ushort AddressMax = 4; // NFTA_NAT_REG_ADDR_MAX
    internal const ushort PortMin = 5; // NFTA_NAT_REG_PROTO_MIN
    internal const ushort PortMax = 6; // NFTA_NAT_REG_PROTO_MAX
    internal const ushort Flags = 7; // NFTA_NAT_FLAGS
}

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
