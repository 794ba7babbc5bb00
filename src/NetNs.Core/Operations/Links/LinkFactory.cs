using System.Net.NetworkInformation;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>From the kernel's link messages to the objects that users see.</summary>
internal static class LinkFactory
{
    private const ushort ArphrdLoopback = 772; // ARPHRD_LOOPBACK

    /// <summary>Makes the object of a message.</summary>
    /// <param name="message">What the kernel told.</param>
    /// <param name="context">The namespace that it told it in.</param>
    /// <param name="names">Finds the name of a number in the same namespace, for the bridge's name.</param>
    /// <param name="peers">Finds the other end of a veth, and the parent of what runs over another link.</param>
    internal static NetLink Create(LinkMessage message, NamespaceContext context, Func<int, string?> names, PeerResolver peers)
    {
        (string? farName, NetNamespace? farNamespace) = LowerIndex(message) is { } far ? peers.Find(far, message.LinkNamespaceId) : default;
        return Create(message, context.Namespace, message.Master is { } master and not 0 ? names(master) : null, farName, farNamespace);
    }

    /// <summary>Makes the object of a message where the names around it are known.</summary>
    /// <param name="message">What the kernel told.</param>
    /// <param name="where">The namespace that it told it in.</param>
    /// <param name="bridge">Name of its bridge.</param>
    /// <param name="farName">Name of the other end of a veth, or of the link that it runs over.</param>
    /// <param name="farNamespace">Where that is.</param>
    internal static NetLink Create(LinkMessage message, NetNamespace where, string? bridge = null, string? farName = null, NetNamespace? farNamespace = null)
    {
        PhysicalAddress? address = message.Address is { Length: > 0 } bytes ? new PhysicalAddress(bytes) : null;
        if (message.Kind is BridgeKind kind)
        {
            return new Bridge
            {
                Name = message.Name!,
                InterfaceIndex = message.Index,
                Kind = KindName(message),
                State = State(message),
                AdminState = AdminState(message),
                MacAddress = address,
                Mtu = (int)(message.Mtu ?? 0),
                Bridge = bridge,
                Alias = message.Alias,
                AltNames = message.AlternativeNames,
                Group = message.Group ?? 0,
                Promiscuous = message.Promiscuity is > 0,
                TxQueueLength = (int)(message.TxQueueLength ?? 0),
                Namespace = where,
                Stp = kind.StpState is > 0,
                ForwardDelay = FromClockTicks(kind.ForwardDelay),
                AgeingTime = FromClockTicks(kind.AgeingTime),
                VlanFiltering = kind.VlanFiltering ?? false,
                McastSnooping = kind.MulticastSnooping ?? false,
            };
        }

        bool isVeth = message.Kind is VethKind;
        int? link = LowerIndex(message);
        var vxlan = message.Kind as VxlanKind;
        return new NetLink
        {
            Name = message.Name!,
            InterfaceIndex = message.Index,
            Kind = KindName(message),
            State = State(message),
            AdminState = AdminState(message),
            MacAddress = address,
            Mtu = (int)(message.Mtu ?? 0),
            Bridge = bridge,
            PeerIndex = isVeth ? link : null,
            PeerName = isVeth ? farName : null,
            PeerNamespace = isVeth ? farNamespace : null,
            ParentIndex = isVeth ? null : link,
            ParentName = isVeth ? null : farName,
            ParentNamespace = isVeth ? null : farNamespace,
            Mode = Mode(message.Kind),
            VlanId = (message.Kind as VlanKind)?.Id,
            Vni = (int?)vxlan?.Id,
            Remote = vxlan?.Group ?? vxlan?.GroupIPv6,
            Local = vxlan?.Local ?? vxlan?.LocalIPv6,
            Port = vxlan?.Port,
            Table = (message.Kind as VrfKind)?.Table,
            UserId = (message.Kind as TunKind)?.Owner,
            Alias = message.Alias,
            AltNames = message.AlternativeNames,
            Group = message.Group ?? 0,
            Promiscuous = message.Promiscuity is > 0,
            TxQueueLength = (int)(message.TxQueueLength ?? 0),
            Namespace = where,
        };
    }

    /// <summary>Veth, Bridge …; Loopback; Physical; or the kernel's word for any other kind.</summary>
    internal static string KindName(LinkMessage message) => message.Kind switch
    {
        null => IsLoopback(message) ? "Loopback" : "Physical",
        VethKind => "Veth",
        BridgeKind => "Bridge",
        VxlanKind => "Vxlan",
        MacvlanKind { Tap: true } => "Macvtap",
        MacvlanKind => "Macvlan",
        IpvlanKind => "Ipvlan",
        VlanKind => "Vlan",
        DummyKind => "Dummy",
        IfbKind => "Ifb",
        VrfKind => "Vrf",
        TunKind { IsTap: true } => "Tap",
        TunKind => "Tun",
        { } other => other.Name,
    };

    internal static bool IsLoopback(LinkMessage message) => message.Kind is null && message.HardwareType == ArphrdLoopback;

    internal static LinkAdminState AdminState(LinkMessage message) => message.Flags.HasFlag(LinkFlags.Up) ? LinkAdminState.Up : LinkAdminState.Down;

    // lo, dummy and tun never say; a link that runs and is switched on does pass packets.
    internal static LinkState State(LinkMessage message)
    {
        var told = (LinkState)(message.OperationalState ?? 0);
        return told == LinkState.Unknown && message.Flags.HasFlag(LinkFlags.Up) && message.Flags.HasFlag(LinkFlags.Running) ? LinkState.Up
            : told == LinkState.Unknown && !message.Flags.HasFlag(LinkFlags.Up) ? LinkState.Down
            : told;
    }

    // A VXLAN tells what it runs over among its own settings only.
    /// <summary>The number of a veth's other end, or of the link that it runs over.</summary>
    internal static int? LowerIndex(LinkMessage message) => (message.Link ?? (message.Kind as VxlanKind)?.Link) is { } index and not 0 ? index : null;

    private static string? Mode(LinkKind? kind) => kind switch
    {
        MacvlanKind { Mode: { } mode } => mode.ToString(),
        IpvlanKind { Mode: { } mode } => mode.ToString(),
        _ => null,
    };

    // Bridges count in 1/100 s (USER_HZ).
    private static TimeSpan FromClockTicks(uint? ticks) => TimeSpan.FromMilliseconds(10L * (ticks ?? 0));
}
