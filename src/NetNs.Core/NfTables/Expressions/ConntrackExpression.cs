using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Loads what connection tracking knows of the packet's connection.</summary>
internal sealed record ConntrackExpression(ConntrackKey Key, Register Destination) : Expression
{
    internal const string Kind = "ct";

    /// <summary>For keys that both directions have: 0 as the connection was opened, 1 as it is answered.</summary>
    internal byte? Direction { get; init; }

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(ConntrackAttribute.Key, (uint)Key);
        writer.PutBigEndian(ConntrackAttribute.Destination, Destination.Number);
        if (Direction is { } direction)
            writer.Put(ConntrackAttribute.Direction, direction);
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
                case ConntrackAttribute.Key:
                    key = (ConntrackKey)attribute.UInt32BigEndian;
                    break;
                case ConntrackAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                case ConntrackAttribute.Direction:
                    direction = attribute.Byte;
                    break;
                default:
                    return null; // sets a mark, a label, …
            }
        }

        return destination is { } register ? new ConntrackExpression(key, register) { Direction = direction } : null;
    }
}
