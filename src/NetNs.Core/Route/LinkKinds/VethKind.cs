using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a veth, linux/veth.h.</summary>
internal static class VethAttribute
{
    internal const ushort Peer = 1; // VETH_INFO_PEER
}

/// <summary>
/// One end of a virtual cable. The peer is told only at creation: veth has no fill_info in the kernel, so a dump never
/// carries it, and IFLA_LINK with IFLA_LINK_NETNSID says where the other end is.
/// </summary>
internal sealed record VethKind : LinkKind
{
    internal const string KindName = "veth";

    /// <summary>The other end, for creation: its name, namespace, address, MTU. Being up is refused by the kernel (ENOTCONN).</summary>
    internal LinkMessage? Peer { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Peer is null)
            return;
        // The peer is announced with its own ifinfomsg in front of the attributes, and without NLA_F_NESTED.
        using (writer.NestUnmarked(VethAttribute.Peer))
            Peer.Write(writer);
    }

    internal static VethKind Parse(ReadOnlySpan<byte> data)
    {
        LinkMessage? peer = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            if (attribute.Type == VethAttribute.Peer)
                peer = LinkMessageReader.ParsePeer(attribute.Value);
        }

        return new VethKind { Peer = peer };
    }
}
