using System.Globalization;
using NetNs.Route;

namespace NetNs;

/// <summary>Words for the kernel's numbers. A number without a word stands for itself.</summary>
internal static class RouteNames
{
    /// <summary>How far an address or a destination is.</summary>
    internal static string Scope(byte number) => number switch
    {
        RouteScope.Universe => "Global",
        RouteScope.Site => "Site",
        RouteScope.Link => "Link",
        RouteScope.Host => "Host",
        RouteScope.Nowhere => "Nowhere",
        _ => number.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Who made a route.</summary>
    internal static string Protocol(byte number) => (RouteProtocol)number switch
    {
        RouteProtocol.Unspecified => nameof(RouteProtocol.Unspecified),
        RouteProtocol.Redirect => nameof(RouteProtocol.Redirect),
        RouteProtocol.Kernel => nameof(RouteProtocol.Kernel),
        RouteProtocol.Boot => nameof(RouteProtocol.Boot),
        RouteProtocol.Static => nameof(RouteProtocol.Static),
        RouteProtocol.RouterAdvertisement => nameof(RouteProtocol.RouterAdvertisement),
        RouteProtocol.Dhcp => nameof(RouteProtocol.Dhcp),
        _ => number.ToString(CultureInfo.InvariantCulture),
    };
}
