using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>A macvlan that is read as a character device, /dev/tapN.</summary>
internal sealed record MacvtapKind : LinkKind
{
    internal const string KindName = "macvtap";

    /// <summary>How siblings see each other.</summary>
    internal MacvlanMode? Mode { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Mode is { } mode)
            writer.Put(MacvlanAttribute.Mode, (uint)mode);
    }

    internal static MacvtapKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new MacvtapKind();
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
