using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Which ways through a namespace forwarding leaves open. With IPv4 the switch of the link that a packet comes in by decides, with IPv6
/// that of the whole namespace. Read once.
/// </summary>
internal sealed class LinkForwarding(NamespaceContext context)
{
    private const int LoopbackLink = 1; // lo is the first link of every namespace

    private readonly Dictionary<int, (bool External, bool CrossNetwork)> _known = [];
    private Dictionary<int, NetConfigurationMessage>? _settings;
    private List<int>? _others;
    private HashSet<int>? _uplinks;

    private Dictionary<int, NetConfigurationMessage> Settings => _settings ??= context.Route.DumpConfiguration(LibC.AF_INET);

    // The links of the host that packets for its addresses come in by.
    private List<int> Addressed => _others ??= [.. context.Route.DumpAddresses(LibC.AF_INET).Select(a => a.Index).Where(i => i != LoopbackLink).Distinct()];

    /// <summary>Somebody switched forwarding meanwhile.</summary>
    internal void Forget()
    {
        _settings = null;
        _known.Clear();
    }

    /// <summary>Whether the namespace as a whole forwards IPv4.</summary>
    internal bool IsOnForAll => IsOn(NetConfigurationMessage.All);

    /// <summary>Whether IPv4 packets that come in by a link are forwarded.</summary>
    internal bool IsOn(int link) => Settings.TryGetValue(link, out NetConfigurationMessage? settings) && settings.Forwarding;

    /// <summary>Whether some link with an address, the target's apart, does not forward IPv4, and others do.</summary>
    internal IReadOnlyList<int> LinksOff(int target) => [.. Addressed.Where(i => i != target && !IsOn(i))];

    /// <summary>Whether what comes from other machines, and from other networks of the host, gets to targets behind a link, and the answers back.</summary>
    /// <param name="target">The number of the link.</param>
    internal (bool External, bool CrossNetwork) Towards(int target)
    {
        if (!_known.TryGetValue(target, out (bool, bool) known))
            _known.Add(target, known = Find(target));
        return known;
    }

    private (bool External, bool CrossNetwork) Find(int target)
    {
        if (!IsOn(target))
            return (false, false); // answers come in by it
        int[] others = [.. Addressed.Where(i => i != target)];
        if (others.Length == 0 || others.All(IsOn))
            return (true, true);
        if (!others.Any(IsOn))
            return (false, false);
        HashSet<int> uplinks = Uplinks();
        int[] outer = [.. others.Where(uplinks.Contains)];
        int[] inner = [.. others.Where(i => !uplinks.Contains(i))];
        bool external = outer.Length == 0 || outer.Any(IsOn);
        return (external, inner.Length == 0 ? external : inner.Any(IsOn));
    }

    /// <summary>The links by which other machines come: those of default routes; without any, those with an address that are no bridges.</summary>
    internal HashSet<int> Uplinks()
    {
        if (_uplinks is not null)
            return _uplinks;
        HashSet<int> uplinks = [.. context.Route.DumpRoutes(LibC.AF_INET)
            .Where(r => r.DestinationLength == 0 && r.Kind == RouteKind.Unicast)
            .SelectMany(r => r.NextHops.Length > 0 ? r.NextHops.Select(h => h.Link) : [r.OutputLink ?? 0])];
        uplinks.IntersectWith(Addressed);
        if (uplinks.Count == 0)
            uplinks = [.. Addressed.Where(i => LoopbackSwitch.Find(context, i) is { Kind: not BridgeKind })];
        return _uplinks = uplinks;
    }
}
