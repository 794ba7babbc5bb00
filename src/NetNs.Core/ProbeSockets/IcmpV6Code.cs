namespace NetNs.ProbeSockets;

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
