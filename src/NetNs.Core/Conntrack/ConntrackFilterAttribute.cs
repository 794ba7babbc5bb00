namespace NetNs.Conntrack;

/// <summary>What stands inside CTA_FILTER, linux/netfilter/nfnetlink_conntrack.h: which parts of a tuple must be alike.</summary>
internal static class ConntrackFilterAttribute
{
    internal const ushort OriginalFlags = 1; // CTA_FILTER_ORIG_FLAGS
}
