using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a VRF, linux/if_link.h.</summary>
internal static class VrfAttribute
{
    internal const ushort Table = 1; // IFLA_VRF_TABLE
}

/// <summary>A virtual routing and forwarding domain.</summary>
internal sealed record VrfKind : LinkKind
{
    internal const string KindName = "vrf";

    /// <summary>Its routing table.</summary>
    internal uint? Table { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Table is { } table)
            writer.Put(VrfAttribute.Table, table);
    }

    internal static VrfKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new VrfKind();
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case VrfAttribute.Table:
                    result = result with { Table = attribute.UInt32 };
                    break;
            }
        }

        return result;
    }
}
