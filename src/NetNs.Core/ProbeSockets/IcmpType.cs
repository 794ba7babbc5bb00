namespace NetNs.ProbeSockets;

/// <summary>Types of ICMP messages, linux/icmp.h.</summary>
internal static class IcmpType
{
    internal const byte EchoReply = 0; // ICMP_ECHOREPLY
    internal const byte Unreachable = 3; // ICMP_DEST_UNREACH
    internal const byte Echo = 8; // ICMP_ECHO
    internal const byte TimeExceeded = 11; // ICMP_TIME_EXCEEDED
}
