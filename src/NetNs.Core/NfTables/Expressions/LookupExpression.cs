using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>Flags of a lookup, linux/netfilter/nf_tables.h.</summary>
[Flags]
internal enum LookupFlags : uint
{
    None = 0, // 0
    Inverted = 1, // NFT_LOOKUP_F_INV
}

/// <summary>What a lookup expression carries, linux/netfilter/nf_tables.h.</summary>
internal static class LookupAttribute
{
    internal const ushort Set = 1; // NFTA_LOOKUP_SET
    internal const ushort Source = 2; // NFTA_LOOKUP_SREG
    internal const ushort Destination = 3; // NFTA_LOOKUP_DREG
    internal const ushort SetId = 4; // NFTA_LOOKUP_SET_ID
    internal const ushort Flags = 5; // NFTA_LOOKUP_FLAGS
}

/// <summary>
/// Goes on where a set has the key that starts in <paramref name="Source"/>. Of a map it loads the value, whose parts are laid
/// out like a key's; the element's counter counts.
/// </summary>
internal sealed record LookupExpression(string Set, Register Source) : Expression
{
    internal const string Kind = "lookup";

    /// <summary>Where a map's value goes.</summary>
    internal Register? Destination { get; init; }

    /// <summary>The <see cref="SetMessage.Id"/> of a set that is made in the same batch; needed where it is anonymous.</summary>
    internal uint? SetId { get; init; }

    /// <summary>Inverted: goes on where the set does not have the key.</summary>
    internal LookupFlags Flags { get; init; }

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.PutBigEndian(LookupAttribute.Source, Source.Number);
        if (Destination is { } destination)
            writer.PutBigEndian(LookupAttribute.Destination, destination.Number);
        writer.Put(LookupAttribute.Set, Set);
        if (SetId is { } setId)
            writer.PutBigEndian(LookupAttribute.SetId, setId);
        if (Flags != LookupFlags.None)
            writer.PutBigEndian(LookupAttribute.Flags, (uint)Flags);
    }

    internal static LookupExpression? Parse(ReadOnlySpan<byte> data)
    {
        Register source = default;
        Register? destination = null;
        string? set = null;
        uint? setId = null;
        var flags = LookupFlags.None;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case LookupAttribute.Source:
                    source = new Register(attribute.UInt32BigEndian);
                    break;
                case LookupAttribute.Destination:
                    destination = new Register(attribute.UInt32BigEndian);
                    break;
                case LookupAttribute.Set:
                    set = attribute.String;
                    break;
                case LookupAttribute.SetId:
                    setId = attribute.UInt32BigEndian;
                    break;
                case LookupAttribute.Flags:
                    flags = (LookupFlags)attribute.UInt32BigEndian;
                    break;
                default:
                    return null;
            }
        }

        return set is null ? null : new LookupExpression(set, source) { Destination = destination, SetId = setId, Flags = flags };
    }
}
