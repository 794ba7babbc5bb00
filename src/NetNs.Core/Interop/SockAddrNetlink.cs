using System.Runtime.InteropServices;

namespace NetNs.Interop;

/// <summary><c>struct sockaddr_nl</c>, linux/netlink.h: the address of a netlink socket.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SockAddrNetlink // struct sockaddr_nl
{
    internal ushort Family; // nl_family
    internal ushort Pad; // nl_pad
    internal uint PortId; // nl_pid
    internal uint Groups; // nl_groups

    internal const int Size = 12;

    /// <summary>The kernel's own address: port id 0.</summary>
    internal static SockAddrNetlink Kernel => new() { Family = LibC.AF_NETLINK };
}
