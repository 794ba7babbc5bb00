using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>One namespace on a path, as it was when the path came there: each part is read once, at first use.</summary>
internal sealed class PathNode : IDisposable
{
    private readonly bool _isOwned;
    private readonly Dictionary<int, LinkMessage> _links;
    private readonly Dictionary<string, string?> _sysctls = [];
    private readonly Dictionary<int, List<NeighborMessage>> _forwarding = [];
    private readonly Dictionary<ChainMessage, string?> _owners = [];
    private List<AddressMessage>? _addresses;
    private List<NeighborMessage>? _neighbors;
    private RulesetView? _ruleset;

    internal PathNode(NamespaceContext context, bool isOwned)
    {
        Context = context;
        _isOwned = isOwned;
        _links = context.Route.DumpLinks().ToDictionary(l => l.Index);
    }

    internal NamespaceContext Context { get; }

    internal NetNamespace Namespace => Context.Namespace;

    internal IReadOnlyCollection<LinkMessage> Links => _links.Values;

    internal List<AddressMessage> Addresses => _addresses ??= Context.Route.DumpAddresses();

    internal List<NeighborMessage> Neighbors => _neighbors ??= Context.Route.DumpNeighbors();

    internal RulesetView Ruleset => _ruleset ??= new RulesetView(Context.NfTables, () => FirewallOperations.LegacyTables(Context));

    /// <summary>What its connection tracking would know by now.</summary>
    internal List<TrackedConnection> Connections { get; } = [];

    internal LinkMessage? Link(int index) => _links.GetValueOrDefault(index);

    internal string NameOf(int index) => Link(index)?.Name ?? $"if{index}";

    /// <summary>The forwarding table of a bridge.</summary>
    internal List<NeighborMessage> ForwardingOf(int bridge)
    {
        if (!_forwarding.TryGetValue(bridge, out List<NeighborMessage>? entries))
            _forwarding.Add(bridge, entries = Context.Route.DumpForwarding(bridge));
        return entries;
    }

    /// <summary>The addresses that can be used on a link.</summary>
    internal IEnumerable<AddressMessage> AddressesOf(int link, NfFamily family)
    {
        int number = family == NfFamily.IPv4 ? LibC.AF_INET : LibC.AF_INET6;
        return Addresses.Where(a => a.Index == link && a.Family == number && (a.Flags & (AddressFlags.Tentative | AddressFlags.DadFailed)) == 0);
    }

    internal bool HasAddress(IPAddress address) => Addresses.Exists(a => address.Equals(a.Local ?? a.Address));

    /// <summary>A setting below /proc/sys/net as a number; null where the kernel does not have it.</summary>
    internal int? Sysctl(string path) => int.TryParse(SysctlText(path), out int value) ? value : null;

    /// <summary>The same as text.</summary>
    internal string? SysctlText(string path)
    {
        if (!_sysctls.TryGetValue(path, out string? text))
            _sysctls.Add(path, text = Context.RunInside(() => Read(path)));
        return text;
    }

    /// <summary>A setting of IPv4 or IPv6 on a link.</summary>
    internal int Sysctl(NfFamily family, LinkMessage link, string setting) => Sysctl($"{Word(family)}/conf/{link.Name}/{setting}") ?? 0;

    /// <summary>The same for "all".</summary>
    internal int SysctlOfAll(NfFamily family, string setting) => Sysctl($"{Word(family)}/conf/all/{setting}") ?? 0;

    /// <summary>Who probably made a base chain.</summary>
    internal string? OwnerOf(ChainMessage chain)
    {
        if (!_owners.TryGetValue(chain, out string? owner))
            _owners.Add(chain, owner = FirewallOwner.OfBaseChain(chain, () => FirewallOwner.Targets(Ruleset.RulesOf(chain.Family, chain.Table, chain.Name))));
        return owner;
    }

    /// <summary>The route that the kernel would take; null with the reason where there is none.</summary>
    internal RouteMessage? FindRoute(RouteMessage query, out int errno)
    {
        errno = 0;
        try
        {
            return Context.Route.LookUpRoute(query);
        }
        catch (NetlinkException e)
        {
            errno = e.Errno;
            return null;
        }
    }

    /// <summary>The entry of the routing table that decides; null where the kernel does not tell.</summary>
    internal RouteMessage? FindEntry(RouteMessage query)
        => FindRoute(query with { Flags = query.Flags | RouteFlags.FibMatch }, out _);

    public void Dispose()
    {
        if (_isOwned)
            Context.Dispose();
    }

    private static string Word(NfFamily family) => family == NfFamily.IPv4 ? "ipv4" : "ipv6";

    private static string? Read(string path)
    {
        try
        {
            return ProcSys.Read($"{ProcSys.Root}/{path}");
        }
        catch (SystemCallException)
        {
            return null;
        }
    }
}
