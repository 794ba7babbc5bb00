using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a match expression carries, linux/netfilter/nf_tables_compat.h.</summary>
internal static class MatchAttribute
{
    internal const ushort Name = 1; // NFTA_MATCH_NAME
    internal const ushort Revision = 2; // NFTA_MATCH_REV
    internal const ushort Info = 3; // NFTA_MATCH_INFO
}

/// <summary>
/// Goes on where an extension of iptables matches, as <c>-m conntrack</c>: nf_tables runs the old module. What stands in
/// <paramref name="Info"/> is a struct of that module in that revision.
/// </summary>
internal sealed record MatchExpression(string Extension, uint Revision, byte[] Info) : Expression
{
    internal const string Kind = "match";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.Put(MatchAttribute.Name, Extension);
        writer.PutBigEndian(MatchAttribute.Revision, Revision);
        writer.Put(MatchAttribute.Info, Info);
    }

    internal static MatchExpression? Parse(ReadOnlySpan<byte> data)
    {
        string? extension = null;
        uint revision = 0;
        byte[] info = [];
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case MatchAttribute.Name:
                    extension = attribute.String;
                    break;
                case MatchAttribute.Revision:
                    revision = attribute.UInt32BigEndian;
                    break;
                case MatchAttribute.Info:
                    info = attribute.Value.ToArray();
                    break;
                default:
                    return null;
            }
        }

        return extension is null ? null : new MatchExpression(extension, revision, info);
    }
}
