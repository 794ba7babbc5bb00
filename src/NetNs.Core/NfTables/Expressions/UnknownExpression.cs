using NetNs.Netlink;

namespace NetNs.NfTables;

/// <summary>An expression of somebody else's rule that is not modelled here: its name and what stands inside NFTA_EXPR_DATA, as it came.</summary>
internal sealed record UnknownExpression(string Kind, byte[] Data) : Expression
{
    internal override string Name => Kind;

    // What was inside the attribute is a run of attributes again, or nothing: it stays aligned.
    protected override void WriteData(NetlinkWriter writer) => Data.CopyTo(writer.Reserve(Data.Length));
}
