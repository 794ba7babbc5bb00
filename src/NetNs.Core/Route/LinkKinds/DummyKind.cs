using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>A link that swallows what it gets.</summary>
internal sealed record DummyKind : LinkKind
{
    internal const string KindName = "dummy";

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
    }
}
