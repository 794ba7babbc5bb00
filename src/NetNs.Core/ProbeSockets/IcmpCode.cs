namespace NetNs.ProbeSockets;

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
