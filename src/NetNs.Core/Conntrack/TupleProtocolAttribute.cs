namespace NetNs.Conntrack;

/// <summary>What stands inside CTA_TUPLE_PROTO, linux/netfilter/nfnetlink_conntrack.h. Ports are big-endian.</summary>
internal static class TupleProtocolAttribute
{
    internal const ushort Number = 1; // CTA_PROTO_NUM
    internal const ushort SourcePort = 2; // CTA_PROTO_SRC_PORT
    internal const ushort DestinationPort = 3; // CTA_PROTO_DST_PORT
}
