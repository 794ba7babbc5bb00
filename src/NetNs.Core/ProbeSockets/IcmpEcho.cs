using System.Buffers.Binary;
using System.Net;

namespace NetNs.ProbeSockets;

/// <summary>What came back.</summary>
/// <param name="From">Who sent it: the destination, or a router on the way.</param>
/// <param name="Sequence">Which ping it is about; null where it is about the TCP connection.</param>
/// <param name="Refusal">In words why the request did not get there; null where it did.</param>
/// <param name="IsForbidden">Whether somebody forbids it, in place of having no way.</param>
internal readonly record struct ProbeAnswer(IPAddress From, ushort? Sequence, string? Refusal = null, bool IsForbidden = false);

/// <summary>Types of ICMPv6 messages, linux/icmpv6.h.</summary>
internal static class IcmpV6Type
{
    internal const byte Unreachable = 1; // ICMPV6_DEST_UNREACH
    internal const byte TooBig = 2; // ICMPV6_PKT_TOOBIG
    internal const byte TimeExceeded = 3; // ICMPV6_TIME_EXCEED
    internal const byte Echo = 128; // ICMPV6_ECHO_REQUEST
    internal const byte EchoReply = 129; // ICMPV6_ECHO_REPLY
}

/// <summary>Why a destination is unreachable, linux/icmpv6.h.</summary>
internal static class IcmpV6Code
{
    internal const byte NoRoute = 0; // ICMPV6_NOROUTE
    internal const byte Forbidden = 1; // ICMPV6_ADM_PROHIBITED
    internal const byte BeyondScope = 2; // ICMPV6_NOT_NEIGHBOUR
    internal const byte Address = 3; // ICMPV6_ADDR_UNREACH
    internal const byte Port = 4; // ICMPV6_PORT_UNREACH
    internal const byte SourcePolicy = 5; // ICMPV6_POLICY_FAIL
    internal const byte Reject = 6; // ICMPV6_REJECT_ROUTE
}

/// <summary>Types of ICMP messages, linux/icmp.h.</summary>
internal static class IcmpType
{
    internal const byte EchoReply = 0; // ICMP_ECHOREPLY
    internal const byte Unreachable = 3; // ICMP_DEST_UNREACH
    internal const byte Echo = 8; // ICMP_ECHO
    internal const byte TimeExceeded = 11; // ICMP_TIME_EXCEEDED
}

/// <summary>Why a destination is unreachable, linux/icmp.h.</summary>
internal static class IcmpCode
{
    internal const byte Network = 0; // ICMP_NET_UNREACH
    internal const byte Host = 1; // ICMP_HOST_UNREACH
    internal const byte Protocol = 2; // ICMP_PROT_UNREACH
    internal const byte Port = 3; // ICMP_PORT_UNREACH
    internal const byte FragmentationNeeded = 4; // ICMP_FRAG_NEEDED
    internal const byte NetworkForbidden = 9; // ICMP_NET_ANO
    internal const byte HostForbidden = 10; // ICMP_HOST_ANO
    internal const byte Forbidden = 13; // ICMP_PKT_FILTERED
}

/// <summary>
/// Echo requests and what answers them, ICMP (RFC 792) and ICMPv6 (RFC 4443).
/// <code>
///  0    1    2        4  6        8   bytes
/// |type|code|checksum|id|sequence|data ...
/// </code>
/// An error holds the start of the packet it is about behind its eight bytes: IP header and the first eight bytes of ours.
/// </summary>
internal static class IcmpEcho
{
    private const int HeaderSize = 8;
    private const int IPv4HeaderSize = 20;
    private const int IPv6HeaderSize = 40;
    private const int DataSize = 56; // as the ping programs have it

    /// <summary>An echo request. The kernel fills in the checksum of ICMPv6, and of ICMP on a ping socket.</summary>
    internal static byte[] Write(bool isIPv6, ushort id, ushort sequence)
    {
        var packet = new byte[HeaderSize + DataSize];
        packet[0] = isIPv6 ? IcmpV6Type.Echo : IcmpType.Echo;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), sequence);
        for (int i = HeaderSize; i < packet.Length; i++)
            packet[i] = (byte)i;
        if (!isIPv6)
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        return packet;
    }

    /// <summary>The answer that a packet is, or null where it is about something else.</summary>
    /// <param name="isIPv6">Whether it is ICMPv6.</param>
    /// <param name="packet">From the first byte of ICMP on.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="id">The id of our requests; null on a ping socket, where the kernel sees to it.</param>
    internal static ProbeAnswer? Read(bool isIPv6, ReadOnlySpan<byte> packet, IPAddress from, ushort? id)
    {
        if (packet.Length < HeaderSize)
            return null;
        (byte type, byte code) = (packet[0], packet[1]);
        if (type == (isIPv6 ? IcmpV6Type.EchoReply : IcmpType.EchoReply))
            return IsOurs(packet, id) ? new ProbeAnswer(from, Sequence(packet)) : null;
        string? refusal = isIPv6 ? DescribeV6(type, code) : Describe(type, code);
        if (refusal is null || Quoted(isIPv6, packet[HeaderSize..]) is not { Length: >= HeaderSize } request)
            return null;
        return request[0] == (isIPv6 ? IcmpV6Type.Echo : IcmpType.Echo) && IsOurs(request, id)
            ? new ProbeAnswer(from, Sequence(request), refusal, IsForbidden(isIPv6, type, code))
            : null;
    }

    /// <summary>What somebody on the way says of a TCP segment of ours, or null where the packet is about something else.</summary>
    /// <param name="isIPv6">Whether it is ICMPv6.</param>
    /// <param name="packet">From the first byte of ICMP on.</param>
    /// <param name="from">Who sent it.</param>
    /// <param name="destination">Where the segment was going.</param>
    /// <param name="port">To which port.</param>
    internal static ProbeAnswer? ReadAboutTcp(bool isIPv6, ReadOnlySpan<byte> packet, IPAddress from, IPAddress destination, int port)
    {
        if (packet.Length < HeaderSize || (isIPv6 ? DescribeV6(packet[0], packet[1]) : Describe(packet[0], packet[1])) is not { } refusal)
            return null;
        ReadOnlySpan<byte> quoted = packet[HeaderSize..];
        int shortest = isIPv6 ? IPv6HeaderSize : IPv4HeaderSize;
        if (quoted.Length < shortest || quoted[isIPv6 ? 6 : 9] != (byte)System.Net.Sockets.ProtocolType.Tcp)
            return null;
        Span<byte> wanted = stackalloc byte[16];
        destination.TryWriteBytes(wanted, out int length);
        ReadOnlySpan<byte> segment = Quoted(isIPv6, quoted);
        bool isOurs = quoted.Slice(isIPv6 ? 24 : 16, length).SequenceEqual(wanted[..length]) && segment.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(segment[2..]) == port;
        return isOurs ? new ProbeAnswer(from, null, refusal, IsForbidden(isIPv6, packet[0], packet[1])) : null;
    }

    /// <summary>What stands behind the header of an IPv4 packet, which a raw socket gets with it.</summary>
    internal static ReadOnlySpan<byte> BehindIPv4Header(ReadOnlySpan<byte> packet)
    {
        int length = packet.Length == 0 ? 0 : (packet[0] & 0xf) * 4;
        return packet.Length >= length ? packet[length..] : default;
    }

    private static ReadOnlySpan<byte> Quoted(bool isIPv6, ReadOnlySpan<byte> packet)
        => isIPv6 ? packet.Length >= IPv6HeaderSize ? packet[IPv6HeaderSize..] : default : BehindIPv4Header(packet);

    private static bool IsOurs(ReadOnlySpan<byte> header, ushort? id) => id is null || BinaryPrimitives.ReadUInt16BigEndian(header[4..]) == id;

    private static ushort Sequence(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt16BigEndian(header[6..]);

    private static string? Describe(byte type, byte code) => (type, code) switch
    {
        (IcmpType.Unreachable, IcmpCode.Network) => "network unreachable",
        (IcmpType.Unreachable, IcmpCode.Host) => "host unreachable",
        (IcmpType.Unreachable, IcmpCode.Protocol) => "protocol unreachable",
        (IcmpType.Unreachable, IcmpCode.Port) => "port unreachable",
        (IcmpType.Unreachable, IcmpCode.FragmentationNeeded) => "packet too big",
        (IcmpType.Unreachable, IcmpCode.NetworkForbidden or IcmpCode.HostForbidden or IcmpCode.Forbidden) => "administratively prohibited",
        (IcmpType.Unreachable, _) => $"unreachable (code {code})",
        (IcmpType.TimeExceeded, _) => "too many hops",
        _ => null,
    };

    private static string? DescribeV6(byte type, byte code) => (type, code) switch
    {
        (IcmpV6Type.Unreachable, IcmpV6Code.NoRoute) => "no route",
        (IcmpV6Type.Unreachable, IcmpV6Code.Forbidden) => "administratively prohibited",
        (IcmpV6Type.Unreachable, IcmpV6Code.BeyondScope) => "beyond the scope of the source address",
        (IcmpV6Type.Unreachable, IcmpV6Code.Address) => "address unreachable",
        (IcmpV6Type.Unreachable, IcmpV6Code.Port) => "port unreachable",
        (IcmpV6Type.Unreachable, IcmpV6Code.SourcePolicy) => "source address failed the policy",
        (IcmpV6Type.Unreachable, IcmpV6Code.Reject) => "rejected by a route",
        (IcmpV6Type.Unreachable, _) => $"unreachable (code {code})",
        (IcmpV6Type.TooBig, _) => "packet too big",
        (IcmpV6Type.TimeExceeded, _) => "too many hops",
        _ => null,
    };

    private static bool IsForbidden(bool isIPv6, byte type, byte code) => isIPv6
        ? type == IcmpV6Type.Unreachable && code is IcmpV6Code.Forbidden or IcmpV6Code.SourcePolicy
        : type == IcmpType.Unreachable && code is IcmpCode.NetworkForbidden or IcmpCode.HostForbidden or IcmpCode.Forbidden;

    // The one's complement of the one's complement sum of all words (RFC 1071).
    private static ushort Checksum(ReadOnlySpan<byte> packet)
    {
        uint sum = 0;
        for (int i = 0; i < packet.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(packet[i..]);
        while (sum >> 16 != 0)
            sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~sum;
    }
}
