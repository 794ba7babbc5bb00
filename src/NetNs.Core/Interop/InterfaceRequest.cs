using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary><c>struct ifreq</c> as /dev/net/tun reads it, linux/if.h: the name of a link and flags; the rest is room.</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal struct TunRequest // struct ifreq
{
    internal InterfaceRequest.InterfaceName Name; // ifr_name
    internal ushort Flags; // ifr_flags
}

/// <summary><c>struct ifreq</c>, linux/if.h: the name of a link and its number; the rest is room.</summary>
[StructLayout(LayoutKind.Sequential, Size = 40)]
internal struct InterfaceRequest // struct ifreq
{
    internal InterfaceName Name; // ifr_name
    internal int Index; // ifr_ifindex

    /// <summary>IFNAMSIZ bytes, ended by a NUL.</summary>
    [InlineArray(16)]
    internal struct InterfaceName
    {
        private byte _first;
    }
}
