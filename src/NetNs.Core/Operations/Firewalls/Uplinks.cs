using System.Net;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>The links by which other machines come: those of default routes; where there is none, those with an address that are no bridges. Read once.</summary>
internal sealed class Uplinks(NamespaceContext context)
{
    private const int LoopbackLink = 1; // lo is the first link of every namespace

    private readonly Dictionary<bool, IReadOnlyList<(int Index, string Name, IPAddress Address)>> _known = [];

    /// <param name="isIPv4">Whether those of IPv4 are meant.</param>
    internal IReadOnlyList<(int Index, string Name, IPAddress Address)> Of(bool isIPv4)
    {
        if (!_known.TryGetValue(isIPv4, out IReadOnlyList<(int, string, IPAddress)>? links))
            _known.Add(isIPv4, links = [.. Find(isIPv4)]);
        return links;
    }

    private IEnumerable<(int, string, IPAddress)> Find(bool isIPv4)
    {
        byte family = isIPv4 ? (byte)LibC.AF_INET : (byte)LibC.AF_INET6;
        Dictionary<int, IPAddress> addressed = [];
        foreach (AddressMessage message in context.Route.DumpAddresses(family))
        {
            if (message.Index != LoopbackLink && InterfaceAddress.From(message).Address is { IsIPv6LinkLocal: false } address)
                addressed.TryAdd(message.Index, address);
        }

        HashSet<int> outer = [.. context.Route.DumpRoutes(family)
            .Where(r => r.DestinationLength == 0 && r.Kind == RouteKind.Unicast)
            .SelectMany(r => r.NextHops.Length > 0 ? r.NextHops.Select(h => h.Link) : [r.OutputLink ?? 0])];
        outer.IntersectWith(addressed.Keys);
        foreach ((int index, IPAddress address) in addressed.Where(a => outer.Count == 0 || outer.Contains(a.Key)))
        {
            if (LoopbackSwitch.Find(context, index) is { Name: { } name } link && (outer.Count > 0 || link.Kind is not BridgeKind))
                yield return (index, name, address);
        }
    }
}
