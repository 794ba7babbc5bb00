using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>What a program reads from and writes to a tun device, linux/if_tun.h.</summary>
internal enum TunType : byte
{
    Packets = 1, // IFF_TUN
    Frames = 2, // IFF_TAP
}

/// <summary>IFLA_INFO_DATA of tun and tap links, linux/if_link.h.</summary>
internal static class TunAttribute
{
    internal const ushort Owner = 1; // IFLA_TUN_OWNER
    internal const ushort Type = 3; // IFLA_TUN_TYPE
}

/// <summary>A link whose other end is a program that holds /dev/net/tun: a tap of Ethernet frames, or a tun of IP packets.</summary>
internal sealed record TunKind : LinkKind
{
    internal const string KindName = "tun";

    /// <summary>Frames, which makes it a tap, or packets.</summary>
    internal TunType? Type { get; init; }

    /// <summary>The user who may attach a program to it without any right; null: nobody.</summary>
    internal uint? Owner { get; init; }

    /// <summary>Whether it is a tap.</summary>
    internal bool IsTap => Type == TunType.Frames;

    internal override string Name => KindName;

    /// <summary>As the kernel tells it. It takes none of it: such links are made through the device only (<see cref="TunDevice"/>).</summary>
    internal override void WriteData(NetlinkWriter writer)
    {
        if (Owner is { } owner)
            writer.Put(TunAttribute.Owner, owner);
        if (Type is { } type)
            writer.Put(TunAttribute.Type, (byte)type);
    }

    internal static TunKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new TunKind();
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case TunAttribute.Owner:
                    result = result with { Owner = attribute.UInt32 };
                    break;
                case TunAttribute.Type:
                    result = result with { Type = (TunType)attribute.Byte };
                    break;
            }
        }

        return result;
    }
}
