using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>A kind that this library has no words for: name and bytes are kept.</summary>
internal sealed record UnknownKind(string KindName, byte[] Data) : LinkKind
{
    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer) => Data.CopyTo(writer.Reserve(Data.Length));
}
