using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>What becomes of a packet, linux/netfilter.h and linux/netfilter/nf_tables.h.</summary>
internal enum VerdictCode : int
{
    Return = -5, // NFT_RETURN
    Goto = -4, // NFT_GOTO
    Jump = -3, // NFT_JUMP
    Break = -2, // NFT_BREAK
    Continue = -1, // NFT_CONTINUE
    Drop = 0, // NF_DROP
    Accept = 1, // NF_ACCEPT
    Stolen = 2, // NF_STOLEN
    Queue = 3, // NF_QUEUE
    Repeat = 4, // NF_REPEAT
}

/// <summary>What stands inside NFTA_DATA_VERDICT, linux/netfilter/nf_tables.h.</summary>
internal static class VerdictAttribute
{
    internal const ushort Code = 1; // NFTA_VERDICT_CODE
    internal const ushort Chain = 2; // NFTA_VERDICT_CHAIN
}

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
