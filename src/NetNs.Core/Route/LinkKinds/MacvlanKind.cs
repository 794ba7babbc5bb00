using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>How a macvlan's siblings see each other, linux/if_link.h.</summary>
internal enum MacvlanMode : uint
{
    Private = 1, // MACVLAN_MODE_PRIVATE
    Vepa = 2, // MACVLAN_MODE_VEPA
    Bridge = 4, // MACVLAN_MODE_BRIDGE
    Passthru = 8, // MACVLAN_MODE_PASSTHRU
    Source = 16, // MACVLAN_MODE_SOURCE
}

/// <summary>IFLA_INFO_DATA of macvlan and macvtap, linux/if_link.h.</summary>
internal static class MacvlanAttribute
{
    internal const ushort Mode = 1; // IFLA_MACVLAN_MODE
}

/// <summary>A second MAC address on a parent link; as macvtap it is read and written as a character device, /dev/tapN.</summary>
internal sealed record MacvlanKind : LinkKind
{
    internal const string KindName = "macvlan";
    internal const string TapKindName = "macvtap"; // the same attributes, linux/if_link.h

    /// <summary>Whether it is a macvtap.</summary>
    internal bool Tap { get; init; }

    /// <summary>How siblings see each other.</summary>
    internal MacvlanMode? Mode { get; init; }

    internal override string Name => Tap ? TapKindName : KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Mode is { } mode)
            writer.Put(MacvlanAttribute.Mode, (uint)mode);
    }

    internal static MacvlanKind Parse(ReadOnlySpan<byte> data, bool tap)
    {
        var result = new MacvlanKind { Tap = tap };
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case MacvlanAttribute.Mode:
                    result = result with { Mode = (MacvlanMode)attribute.UInt32 };
                    break;
            }
        }

        return result;
    }
}
