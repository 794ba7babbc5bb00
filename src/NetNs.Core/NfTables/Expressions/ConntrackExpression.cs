using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What connection tracking did to a connection, linux/netfilter/nf_conntrack_common.h.</summary>
[Flags]
internal enum ConntrackStatus : uint
{
    None = 0, // 0
    SourceTranslated = 0x10, // IPS_SRC_NAT
    DestinationTranslated = 0x20, // IPS_DST_NAT
}

/// <summary>The states of "ct state": one bit each, as NF_CT_STATE_BIT() of linux/netfilter/nf_conntrack_common.h makes them; iptables has the same.</summary>
[Flags]
internal enum ConntrackState : uint // ours
{
    None = 0,
    Invalid = 1,
    Established = 2,
    Related = 4,
    New = 8,
    Untracked = 64,
}

/// <summary>What a ct expression loads; keys that are not named here are kept as numbers, linux/netfilter/nf_tables.h.</summary>
internal enum ConntrackKey : uint
{
    State = 0, // NFT_CT_STATE
    Direction = 1, // NFT_CT_DIRECTION
    Status = 2, // NFT_CT_STATUS
    Mark = 3, // NFT_CT_MARK
}

/// <summary>What a ct expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class ConntrackExpressionAttribute
{
    internal const ushort Destination = 1; // NFTA_CT_DREG
    internal const ushort Key = 2; // NFTA_CT_KEY
    internal const ushort Direction = 3; // NFTA_CT_DIRECTION
    internal const ushort Source = 4; // NFTA_CT_SREG
}

/// <summary>Loads what connection tracking knows of the packet's connection.</summary>
internal sealed record ConntrackExpression(ConntrackKey Key, Register Destination) : Expression
{
    internal const string Kind = "ct";

    /// <summary>For keys that both directions have: 0 as the connection was opened, 1 as it is answered.</summary>
    internal byte? Direction { get; init; }

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(ConntrackExpressionAttribute.Key, (uint)Key);
        writer.PutBigEndian(ConntrackExpressionAttribute.Destination, Destination.Number);
        if (Direction is { } direction)
            writer.Put(ConntrackExpressionAttribute.Direction, direction);
    }

    internal static ConntrackExpression? Parse(ReadOnlySpan<byte> data)
    {
        ConntrackKey key = default;
        Register? destination = null;
        byte? direction = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case ConntrackExpressionAttribute.Key:
                    key = (ConntrackKey)attribute.UInt32BigEndian;
                    break;
                case ConntrackExpressionAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                case ConntrackExpressionAttribute.Direction:
                    direction = attribute.Byte;
                    break;
                default:
                    return null; // sets a mark, a label, …
            }
        }

        return destination is { } register ? new ConntrackExpression(key, register) { Direction = direction } : null;
    }
}

/// <summary>Sets something about the packet's connection: its mark.</summary>
internal sealed record ConntrackSetExpression(ConntrackKey Key, Register Source) : Expression
{
    internal override string Name => ConntrackExpression.Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(ConntrackExpressionAttribute.Key, (uint)Key);
        writer.PutBigEndian(ConntrackExpressionAttribute.Source, Source.Number);
    }

    internal static ConntrackSetExpression? Parse(ReadOnlySpan<byte> data)
    {
        ConntrackKey key = default;
        Register? source = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case ConntrackExpressionAttribute.Key:
                    key = (ConntrackKey)attribute.UInt32BigEndian;
                    break;
                case ConntrackExpressionAttribute.Source:
                    source = new Register(attribute.UInt32BigEndian);
                    break;
                default:
                    return null;
            }
        }

        return source is { } register ? new ConntrackSetExpression(key, register) : null;
    }
}
