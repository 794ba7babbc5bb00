using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>A second MAC address on a parent link.</summary>
internal sealed record MacvlanKind : LinkKind
{
    internal const string KindName = "macvlan";

    /// <summary>How siblings see each other.</summary>
    internal MacvlanMode? Mode { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (Mode is { } mode)
            writer.Put(MacvlanAttribute.Mode, (uint)mode);
    }

    internal static MacvlanKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new MacvlanKind();
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
