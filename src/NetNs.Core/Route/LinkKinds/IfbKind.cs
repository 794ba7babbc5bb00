using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>An intermediate functional block: a place to shape what comes in.</summary>
internal sealed record IfbKind : LinkKind
{
    internal const string KindName = "ifb";

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
    }
}
