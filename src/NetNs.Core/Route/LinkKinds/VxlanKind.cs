using System.Net;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a VXLAN, linux/if_link.h.</summary>
internal static class VxlanAttribute
{
    internal const ushort Id = 1; // IFLA_VXLAN_ID
    internal const ushort Group = 2; // IFLA_VXLAN_GROUP
    internal const ushort Link = 3; // IFLA_VXLAN_LINK
    internal const ushort Local = 4; // IFLA_VXLAN_LOCAL
    internal const ushort Learning = 7; // IFLA_VXLAN_LEARNING
    internal const ushort Port = 15; // IFLA_VXLAN_PORT
    internal const ushort GroupIPv6 = 16; // IFLA_VXLAN_GROUP6
    internal const ushort LocalIPv6 = 17; // IFLA_VXLAN_LOCAL6
}

/// <summary>Ethernet over UDP, RFC 7348.</summary>
internal sealed record VxlanKind : LinkKind
{
    internal const string KindName = "vxlan";

    /// <summary>VXLAN network identifier, 24 bits.</summary>
    internal uint? Id { get; init; }

    /// <summary>Remote or multicast address, IPv4.</summary>
    internal IPAddress? Group { get; init; }

    /// <summary>Remote or multicast address, IPv6.</summary>
    internal IPAddress? GroupIPv6 { get; init; }

    /// <summary>Source address, IPv4.</summary>
    internal IPAddress? Local { get; init; }

    /// <summary>Source address, IPv6.</summary>
    internal IPAddress? LocalIPv6 { get; init; }

    /// <summary>Index of the link it runs over.</summary>
    internal int? Link { get; init; }

    /// <summary>Whether remote addresses are learned.</summary>
    internal bool? Learning { get; init; }

    /// <summary>UDP port, 4789 by the standard; the kernel's own default is 8472.</summary>
    internal ushort? Port { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Id is { } id)
            writer.Put(VxlanAttribute.Id, id);
        if (Group is { } group)
            writer.Put(VxlanAttribute.Group, group);
        if (GroupIPv6 is { } groupIPv6)
            writer.Put(VxlanAttribute.GroupIPv6, groupIPv6);
        if (Local is { } local)
            writer.Put(VxlanAttribute.Local, local);
        if (LocalIPv6 is { } localIPv6)
            writer.Put(VxlanAttribute.LocalIPv6, localIPv6);
        if (Link is { } link)
            writer.Put(VxlanAttribute.Link, link);
        if (Learning is { } learning)
            writer.Put(VxlanAttribute.Learning, (byte)(learning ? 1 : 0));
        if (Port is { } port)
            writer.PutBigEndian(VxlanAttribute.Port, port);
    }

    internal static VxlanKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new VxlanKind();
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case VxlanAttribute.Id:
                    result = result with { Id = attribute.UInt32 };
                    break;
                case VxlanAttribute.Group:
                    result = result with { Group = attribute.IPAddress };
                    break;
                case VxlanAttribute.GroupIPv6:
                    result = result with { GroupIPv6 = attribute.IPAddress };
                    break;
                case VxlanAttribute.Local:
                    result = result with { Local = attribute.IPAddress };
                    break;
                case VxlanAttribute.LocalIPv6:
                    result = result with { LocalIPv6 = attribute.IPAddress };
                    break;
                case VxlanAttribute.Link:
                    result = result with { Link = attribute.Int32 };
                    break;
                case VxlanAttribute.Learning:
                    result = result with { Learning = attribute.Byte != 0 };
                    break;
                case VxlanAttribute.Port:
                    result = result with { Port = attribute.UInt16BigEndian };
                    break;
            }
        }

        return result;
    }
}
