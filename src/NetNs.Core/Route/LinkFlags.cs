namespace NetNs.Route;

/// <summary>ifi_flags, linux/if.h.</summary>
[Flags]
internal enum LinkFlags : uint
{
    None = 0, // 0
    Up = 1, // IFF_UP
    Broadcast = 2, // IFF_BROADCAST
    Loopback = 8, // IFF_LOOPBACK
    PointToPoint = 16, // IFF_POINTOPOINT
    Running = 64, // IFF_RUNNING
    NoArp = 128, // IFF_NOARP
    Promiscuous = 256, // IFF_PROMISC
    AllMulticast = 512, // IFF_ALLMULTI
    Multicast = 4096, // IFF_MULTICAST
    LowerUp = 0x10000, // IFF_LOWER_UP
    Dormant = 0x20000, // IFF_DORMANT
}
