using NetNs.Netlink;

namespace NetNs.Route;

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
