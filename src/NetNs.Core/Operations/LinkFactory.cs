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
    /// <param name="peers">Finds the other end of a veth.</param>
    internal static NetLink Create(LinkMessage message, NamespaceContext context, Func<int, string?> names, PeerResolver peers)
    {
        bool isVeth = message.Kind is VethKind;
        (string? peerName, NetNamespace? peerNamespace) = isVeth && message.Link is { } peer and not 0
            ? peers.Find(peer, message.LinkNamespaceId) : default;
        string? bridge = message.Master is { } master and not 0 ? names(master) : null;
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
                TxQueueLength = (int)(message.TxQueueLength ?? 0),
                Namespace = context.Namespace,
                Stp = kind.StpState is > 0,
                ForwardDelay = FromClockTicks(kind.ForwardDelay),
                AgeingTime = FromClockTicks(kind.AgeingTime),
                VlanFiltering = kind.VlanFiltering ?? false,
                McastSnooping = kind.MulticastSnooping ?? false,
            };
        }

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
            PeerIndex = isVeth ? message.Link : null,
            PeerName = peerName,
            PeerNamespace = peerNamespace,
            ParentIndex = isVeth || message.Link is 0 ? null : message.Link,
            Alias = message.Alias,
            AltNames = message.AlternativeNames,
            TxQueueLength = (int)(message.TxQueueLength ?? 0),
            Namespace = context.Namespace,
        };
    }

    /// <summary>Veth, Bridge …; Loopback; Physical; or the kernel's word for any other kind.</summary>
    internal static string KindName(LinkMessage message) => message.Kind switch
    {
        null => message.HardwareType == ArphrdLoopback ? "Loopback" : "Physical",
        VethKind => "Veth",
        BridgeKind => "Bridge",
        VxlanKind => "Vxlan",
        MacvlanKind => "Macvlan",
        MacvtapKind => "Macvtap",
        IpvlanKind => "Ipvlan",
        VlanKind => "Vlan",
        DummyKind => "Dummy",
        IfbKind => "Ifb",
        VrfKind => "Vrf",
        { } other => other.Name,
    };

    internal static LinkAdminState AdminState(LinkMessage message) => message.Flags.HasFlag(LinkFlags.Up) ? LinkAdminState.Up : LinkAdminState.Down;

    // lo, dummy and tun never say; a link that runs and is switched on does pass packets.
    internal static LinkState State(LinkMessage message)
    {
        var told = (LinkState)(message.OperationalState ?? 0);
        return told == LinkState.Unknown && message.Flags.HasFlag(LinkFlags.Up) && message.Flags.HasFlag(LinkFlags.Running) ? LinkState.Up
            : told == LinkState.Unknown && !message.Flags.HasFlag(LinkFlags.Up) ? LinkState.Down
            : told;
    }

    // Bridges count in 1/100 s (USER_HZ).
    private static TimeSpan FromClockTicks(uint? ticks) => TimeSpan.FromMilliseconds(10L * (ticks ?? 0));
}
