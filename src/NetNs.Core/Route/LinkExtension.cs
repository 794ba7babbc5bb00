namespace NetNs.Route;

/// <summary>Bits of IFLA_EXT_MASK: what a dump carries or leaves out, linux/rtnetlink.h.</summary>
internal static class LinkExtension
{
    internal const uint SkipStatistics = 8; // RTEXT_FILTER_SKIP_STATS
    internal const uint BridgeVlan = 2; // RTEXT_FILTER_BRVLAN
}
