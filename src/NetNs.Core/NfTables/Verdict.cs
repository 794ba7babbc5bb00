using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What becomes of a packet, and for a jump or goto in which chain.</summary>
internal sealed record Verdict(VerdictCode Code, string? Chain = null)
{
    /// <summary>Writes the verdict into an open data attribute.</summary>
    internal void Write(NetlinkWriter writer)
    {
        using (writer.Nest(DataAttribute.Verdict))
        {
            writer.PutBigEndian(VerdictAttribute.Code, (uint)Code);
            if (Chain is { } chain)
                writer.Put(VerdictAttribute.Chain, chain);
        }
    }

    internal static Verdict Parse(in NetlinkAttribute verdict)
    {
        var code = VerdictCode.Continue;
        string? chain = null;
        foreach (NetlinkAttribute attribute in verdict.Nested)
        {
            switch (attribute.Type)
            {
                case VerdictAttribute.Code:
                    code = (VerdictCode)(int)attribute.UInt32BigEndian;
                    break;
                case VerdictAttribute.Chain:
                    chain = attribute.String;
                    break;
            }
        }

        return new Verdict(code, chain);
    }
}
