namespace NetNs.Conntrack;

/// <summary>What stands inside CTA_TUPLE_IP, linux/netfilter/nfnetlink_conntrack.h.</summary>
internal static class TupleAddressAttribute
{
    internal const ushort IPv4Source = 1; // CTA_IP_V4_SRC
    internal const ushort IPv4Destination = 2; // CTA_IP_V4_DST
    internal const ushort IPv6Source = 3; // CTA_IP_V6_SRC
    internal const ushort IPv6Destination = 4; // CTA_IP_V6_DST
}
