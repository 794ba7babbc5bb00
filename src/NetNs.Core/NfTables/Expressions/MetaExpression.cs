using NetNs.Netlink;

namespace NetNs.NfTables;

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
