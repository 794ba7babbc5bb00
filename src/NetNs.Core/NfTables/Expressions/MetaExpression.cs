using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a meta expression loads; keys that are not named here are kept as numbers, linux/netfilter/nf_tables.h.</summary>
internal enum MetaKey : uint
{
    Length = 0, // NFT_META_LEN
    Protocol = 1, // NFT_META_PROTOCOL
    Mark = 3, // NFT_META_MARK
    InputLink = 4, // NFT_META_IIF
    OutputLink = 5, // NFT_META_OIF
    InputLinkName = 6, // NFT_META_IIFNAME
    OutputLinkName = 7, // NFT_META_OIFNAME
    Trace = 12, // NFT_META_NFTRACE
    NetfilterProtocol = 15, // NFT_META_NFPROTO
    TransportProtocol = 16, // NFT_META_L4PROTO
    BridgePortInName = 17, // NFT_META_BRI_IIFNAME
    BridgePortOutName = 18, // NFT_META_BRI_OIFNAME
    PacketType = 19, // NFT_META_PKTTYPE
}

/// <summary>What a meta expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class MetaAttribute
{
    internal const ushort Destination = 1; // NFTA_META_DREG
    internal const ushort Source = 3; // NFTA_META_SREG
    internal const ushort Key = 2; // NFTA_META_KEY
}

/// <summary>Loads something about the packet that does not stand in it: its link, its family, its transport protocol.</summary>
internal sealed record MetaExpression(MetaKey Key, Register Destination) : Expression
{
    internal const string Kind = "meta";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(MetaAttribute.Key, (uint)Key);
        writer.PutBigEndian(MetaAttribute.Destination, Destination.Number);
    }

    internal static MetaExpression? Parse(ReadOnlySpan<byte> data)
    {
        MetaKey key = default;
        Register? destination = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case MetaAttribute.Key:
                    key = (MetaKey)attribute.UInt32BigEndian;
                    break;
                case MetaAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                default:
                    return null; // sets a mark, a priority, …
            }
        }

        return destination is { } register ? new MetaExpression(key, register) : null;
    }
}

/// <summary>Sets something about the packet that does not stand in it: its mark.</summary>
internal sealed record MetaSetExpression(MetaKey Key, Register Source) : Expression
{
    internal override string Name => MetaExpression.Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(MetaAttribute.Key, (uint)Key);
        writer.PutBigEndian(MetaAttribute.Source, Source.Number);
    }

    internal static MetaSetExpression? Parse(ReadOnlySpan<byte> data)
    {
        MetaKey key = default;
        Register? source = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case MetaAttribute.Key:
                    key = (MetaKey)attribute.UInt32BigEndian;
                    break;
                case MetaAttribute.Source:
                    source = new Register(attribute.UInt32BigEndian);
                    break;
                default:
                    return null;
            }
        }

        return source is { } register ? new MetaSetExpression(key, register) : null;
    }
}
