namespace NetNs.ProbeSockets;

/// <summary>Types of ICMPv6 messages, linux/icmpv6.h.</summary>
internal static class IcmpV6Type
{
    internal const byte Unreachable = 1; // ICMPV6_DEST_UNREACH
    internal const byte TooBig = 2; // ICMPV6_PKT_TOOBIG
    internal const byte TimeExceeded = 3; // ICMPV6_TIME_EXCEED
    internal const byte Echo = 128; // ICMPV6_ECHO_REQUEST
    internal const byte EchoReply = 129; // ICMPV6_ECHO_REPLY
}
