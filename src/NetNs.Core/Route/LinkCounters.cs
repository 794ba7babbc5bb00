using System.Runtime.InteropServices;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary><c>struct rtnl_link_stats64</c>, linux/if_link.h, as far as every kernel has it.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct LinkCounters // struct rtnl_link_stats64
{
    internal ulong ReceivedPackets; // rx_packets
    internal ulong SentPackets; // tx_packets
    internal ulong ReceivedBytes; // rx_bytes
    internal ulong SentBytes; // tx_bytes
    internal ulong ReceiveErrors; // rx_errors
    internal ulong SendErrors; // tx_errors
    internal ulong ReceiveDropped; // rx_dropped
    internal ulong SendDropped; // tx_dropped
    internal ulong Multicast; // multicast
    internal ulong Collisions; // collisions

    internal const int Size = 80;

    internal static LinkCounters Parse(ReadOnlySpan<byte> value) => value.Length >= Size
        ? NativeBytes.Read<LinkCounters>(value)
        : throw new NetlinkFormatException($"Link statistics have {value.Length} bytes; {Size} expected.");
}
