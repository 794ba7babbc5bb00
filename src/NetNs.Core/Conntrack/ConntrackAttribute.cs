namespace NetNs.Conntrack;

/// <summary>Attributes of a tracked connection, linux/netfilter/nfnetlink_conntrack.h.</summary>
internal static class ConntrackAttribute
{
    internal const ushort OriginalTuple = 1; // CTA_TUPLE_ORIG
    internal const ushort ReplyTuple = 2; // CTA_TUPLE_REPLY
    internal const ushort Status = 3; // CTA_STATUS
    internal const ushort Id = 12; // CTA_ID
    internal const ushort Zone = 18; // CTA_ZONE
    internal const ushort Filter = 25; // CTA_FILTER
}
