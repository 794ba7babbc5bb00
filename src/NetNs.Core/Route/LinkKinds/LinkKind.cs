using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>What kind of link it is, and what only that kind has: IFLA_INFO_KIND and IFLA_INFO_DATA.</summary>
internal abstract record LinkKind
{
    /// <summary>The kernel's word: veth, bridge, vxlan …</summary>
    internal abstract string Name { get; }

    /// <summary>Writes what stands inside IFLA_INFO_DATA.</summary>
    internal abstract void WriteData(NetlinkWriter writer);

    /// <summary>Reads IFLA_INFO_DATA of a kind; a kind that we do not know keeps its bytes.</summary>
    internal static LinkKind Parse(string name, ReadOnlySpan<byte> data) => name switch
    {
        VethKind.KindName => VethKind.Parse(data),
        BridgeKind.KindName => BridgeKind.Parse(data),
        VxlanKind.KindName => VxlanKind.Parse(data),
        MacvlanKind.KindName => MacvlanKind.Parse(data, tap: false),
        MacvlanKind.TapKindName => MacvlanKind.Parse(data, tap: true),
        IpvlanKind.KindName => IpvlanKind.Parse(data),
        VlanKind.KindName => VlanKind.Parse(data),
        VrfKind.KindName => VrfKind.Parse(data),
        DummyKind.KindName => new DummyKind(),
        IfbKind.KindName => new IfbKind(),
        TunKind.KindName => TunKind.Parse(data),
        _ => new UnknownKind(name, data.ToArray()),
    };
}

/// <summary>A link that swallows what it gets.</summary>
internal sealed record DummyKind : LinkKind
{
    internal const string KindName = "dummy";

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
    }
}

/// <summary>An intermediate functional block: a place to shape what comes in.</summary>
internal sealed record IfbKind : LinkKind
{
    internal const string KindName = "ifb";

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
    }
}

/// <summary>A kind that this library has no words for: name and bytes are kept.</summary>
internal sealed record UnknownKind(string KindName, byte[] Data) : LinkKind
{
    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer) => Data.CopyTo(writer.Reserve(Data.Length));
}
