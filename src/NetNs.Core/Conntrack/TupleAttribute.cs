namespace NetNs.Conntrack;

/// <summary>What stands inside CTA_TUPLE_ORIG and CTA_TUPLE_REPLY, linux/netfilter/nfnetlink_conntrack.h.</summary>
internal static class TupleAttribute
{
    internal const ushort Address = 1; // CTA_TUPLE_IP
    internal const ushort Protocol = 2; // CTA_TUPLE_PROTO
}
