namespace NetNs.Route;

/// <summary>What a program reads from and writes to a tun device, linux/if_tun.h.</summary>
internal enum TunType : byte
{
    Packets = 1, // IFF_TUN
    Frames = 2, // IFF_TAP
}
