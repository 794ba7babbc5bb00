using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a VLAN, linux/if_link.h.</summary>
internal static class VlanAttribute
{
    internal const ushort Id = 1; // IFLA_VLAN_ID
    internal const ushort Protocol = 5; // IFLA_VLAN_PROTOCOL
}

/// <summary>An IEEE 802.1Q VLAN on a parent link.</summary>
internal sealed record VlanKind : LinkKind
{
    internal const string KindName = "vlan";

    /// <summary>Tag protocol: 0x8100 (802.1Q) or 0x88a8 (802.1ad).</summary>
    internal ushort? Protocol { get; init; }

    /// <summary>VLAN id, 1 to 4094.</summary>
    internal ushort? Id { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Protocol is { } protocol)
            writer.PutBigEndian(VlanAttribute.Protocol, protocol);
        if (Id is { } id)
            writer.Put(VlanAttribute.Id, id);
    }

    internal static VlanKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new VlanKind();
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case VlanAttribute.Protocol:
                    result = result with { Protocol = attribute.UInt16BigEndian };
                    break;
                case VlanAttribute.Id:
                    result = result with { Id = attribute.UInt16 };
                    break;
            }
        }

        return result;
    }
}
