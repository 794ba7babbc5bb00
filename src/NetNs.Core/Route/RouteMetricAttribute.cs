namespace NetNs.Route;

/// <summary>What stands inside RTA_METRICS, linux/rtnetlink.h.</summary>
internal static class RouteMetricAttribute
{
    internal const ushort Mtu = 2; // RTAX_MTU
    internal const ushort AdvertisedMss = 8; // RTAX_ADVMSS
}
