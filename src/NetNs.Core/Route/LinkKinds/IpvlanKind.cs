using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>At which layer an ipvlan works, linux/if_link.h.</summary>
internal enum IpvlanMode : ushort
{
    L2 = 0, // IPVLAN_MODE_L2
    L3 = 1, // IPVLAN_MODE_L3
    L3S = 2, // IPVLAN_MODE_L3S
}

/// <summary>IFLA_INFO_DATA of an ipvlan, linux/if_link.h.</summary>
internal static class IpvlanAttribute
{
    internal const ushort Mode = 1; // IFLA_IPVLAN_MODE
    internal const ushort Flags = 2; // IFLA_IPVLAN_FLAGS
}

/// <summary>More IP addresses behind the one MAC of a parent link.</summary>
internal sealed record IpvlanKind : LinkKind
{
    internal const string KindName = "ipvlan";

    /// <summary>At which layer it works.</summary>
    internal IpvlanMode? Mode { get; init; }

    /// <summary>IPVLAN_F_…: 1 private, 2 VEPA, 0 bridge.</summary>
    internal ushort? Flags { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Mode is { } mode)
            writer.Put(IpvlanAttribute.Mode, (ushort)mode);
        if (Flags is { } flags)
            writer.Put(IpvlanAttribute.Flags, flags);
    }

    internal static IpvlanKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new IpvlanKind();
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case IpvlanAttribute.Mode:
                    result = result with { Mode = (IpvlanMode)attribute.UInt16 };
                    break;
                case IpvlanAttribute.Flags:
                    result = result with { Flags = attribute.UInt16 };
                    break;
            }
        }

        return result;
    }
}
