using System.Net;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Packets whose way is asked for.</summary>
/// <param name="Destination">Where they go.</param>
/// <param name="Source">Where they come from; null to let the kernel choose.</param>
/// <param name="Mark">Their firewall mark.</param>
/// <param name="Link">The link that they must leave by, or 0.</param>
internal sealed record RouteLookUp(IPAddress Destination, IPAddress? Source = null, uint? Mark = null, int Link = 0)
{
    internal RouteMessage ToMessage()
    {
        bool isIPv4 = Subnet.FamilyOf(Destination) == IPFamily.IPv4;
        byte bits = isIPv4 ? (byte)32 : (byte)128;
        return new RouteMessage
        {
            Family = (byte)(isIPv4 ? LibC.AF_INET : LibC.AF_INET6),
            Destination = Destination,
            DestinationLength = bits,
            Source = Source,
            SourceLength = Source is null ? (byte)0 : bits,
            Mark = Mark,
            OutputLink = Link == 0 ? null : Link,
            // IPv6 tells the table in any case, and strict checking refuses the flag.
            Flags = isIPv4 ? RouteFlags.LookUpTable : RouteFlags.None,
        };
    }
}
