using System.Runtime.InteropServices;
using NetNs.Interop;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Matches of iptables that rules for published ports are made of. Those that are not modelled are not known to hold.</summary>
internal static class XtMatches
{
    private const ushort Local = 1 << 2; // XT_ADDRTYPE_LOCAL
    private const ushort Unicast = 1 << 1; // XT_ADDRTYPE_UNICAST
    private const uint InvertDestination = 2; // XT_ADDRTYPE_INVERT_DEST
    private const byte InvertSourcePort = 1; // XT_TCP_INV_SRCPT
    private const byte InvertDestinationPort = 2; // XT_TCP_INV_DSTPT
    private const byte MultiportDestination = 1; // XT_MULTIPORT_DESTINATION
    private const int MultiportMost = 15; // XT_MULTI_PORTS

    /// <summary>Whether a match holds for a packet; null where that is not known.</summary>
    internal static bool? Matches(MatchExpression match, SamplePacket packet) => match.Extension switch
    {
        "tcp" when match.Info.Length >= 12 => packet.Protocol == LibC.IPPROTO_TCP && match.Info[9] == 0 && Ports(match.Info, match.Info[11], packet),
        "udp" when match.Info.Length >= 9 => packet.Protocol == LibC.IPPROTO_UDP && Ports(match.Info, match.Info[8], packet),
        "icmp" or "icmp6" when match.Info.Length >= 4 => Icmp(match.Info, packet),
        "multiport" when match is { Revision: 1, Info.Length: >= 48 } => Multiport(match.Info, packet),
        "addrtype" when match is { Revision: 1, Info.Length: >= 8 } => AddressType(match.Info, packet),
        _ => null,
    };

    // struct xt_tcp and struct xt_udp begin alike: first and last source port, first and last destination port.
    private static bool Ports(byte[] info, byte invert, SamplePacket packet)
    {
        ReadOnlySpan<ushort> ports = MemoryMarshal.Cast<byte, ushort>(info);
        return IsWithin(packet.SourcePort, ports[0], ports[1]) != ((invert & InvertSourcePort) != 0)
            && IsWithin(packet.DestinationPort, ports[2], ports[3]) != ((invert & InvertDestinationPort) != 0);
    }

    // struct ipt_icmp and struct ip6t_icmp: type (255 is any, of IPv4), first and last code, whether it is inverted.
    private static bool? Icmp(byte[] info, SamplePacket packet)
    {
        if (packet.IcmpType is not { } type)
            return false;
        bool isThis = (info[0] == byte.MaxValue && packet.Family == NfFamily.IPv4) || (type == info[0] && info[1] == 0);
        return isThis != ((info[3] & 1) != 0);
    }

    // struct xt_multiport_v1: which ports, how many, the ports, whether one begins a range, whether all is inverted.
    private static bool? Multiport(byte[] info, SamplePacket packet)
    {
        if (info[0] != MultiportDestination)
            return null;
        ReadOnlySpan<ushort> ports = MemoryMarshal.Cast<byte, ushort>(info.AsSpan(2, MultiportMost * sizeof(ushort)));
        ReadOnlySpan<byte> begins = info.AsSpan(2 + (MultiportMost * sizeof(ushort)), MultiportMost);
        bool isThere = false;
        for (int i = 0; i < Math.Min((int)info[1], MultiportMost); i++)
        {
            bool isRange = begins[i] != 0 && i + 1 < MultiportMost;
            isThere |= IsWithin(packet.DestinationPort, ports[i], isRange ? ports[i + 1] : ports[i]);
            if (isRange)
                i++;
        }

        return isThere != (info[47] != 0);
    }

    // struct xt_addrtype_info_v1: types of the source, of the destination, flags.
    private static bool? AddressType(byte[] info, SamplePacket packet)
    {
        ReadOnlySpan<ushort> types = MemoryMarshal.Cast<byte, ushort>(info);
        uint flags = MemoryMarshal.Read<uint>(info.AsSpan(4));
        if (types[0] != 0 || (flags & ~InvertDestination) != 0 || packet.IsToHost is not { } isToHost)
            return null;
        return ((types[1] & (isToHost ? Local : Unicast)) != 0) != ((flags & InvertDestination) != 0);
    }

    // A port that is not given is one of those that clients use, which no rule names.
    private static bool IsWithin(ushort? port, ushort first, ushort last)
        => first == 0 && last == ushort.MaxValue ? true : port is { } known && known >= first && known <= last;
}
