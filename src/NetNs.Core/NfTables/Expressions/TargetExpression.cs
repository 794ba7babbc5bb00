using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What a target expression carries, linux/netfilter/nf_tables_compat.h.</summary>
internal static class TargetAttribute
{
    internal const ushort Name = 1; // NFTA_TARGET_NAME
    internal const ushort Revision = 2; // NFTA_TARGET_REV
    internal const ushort Info = 3; // NFTA_TARGET_INFO
}

/// <summary>
/// Does what an extension of iptables does, as <c>-j REJECT</c>: nf_tables runs the old module. What stands in
/// <paramref name="Info"/> is a struct of that module in that revision.
/// </summary>
internal sealed record TargetExpression(string Extension, uint Revision, byte[] Info) : Expression
{
    internal const string Kind = "target";

    internal override string Name => Kind;

    protected override void WriteData(NetlinkWriter writer)
    {
        writer.Put(TargetAttribute.Name, Extension);
        writer.PutBigEndian(TargetAttribute.Revision, Revision);
        writer.Put(TargetAttribute.Info, Info);
    }

    internal static TargetExpression? Parse(ReadOnlySpan<byte> data)
    {
        string? extension = null;
        uint revision = 0;
        byte[] info = [];
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case TargetAttribute.Name:
                    extension = attribute.String;
                    break;
                case TargetAttribute.Revision:
                    revision = attribute.UInt32BigEndian;
                    break;
                case TargetAttribute.Info:
                    info = attribute.Value.ToArray();
                    break;
                default:
                    return null;
            }
        }

        return extension is null ? null : new TargetExpression(extension, revision, info);
    }
}
