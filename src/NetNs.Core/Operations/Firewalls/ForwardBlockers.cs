using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Looks for chains of others that keep a namespace from forwarding, for a whole pipeline: the ruleset is read once, at first use, and
/// where nobody has a chain at the hook that is one request. What we accept in a chain of our own does not help against a drop elsewhere.
/// </summary>
/// <param name="context">Where packets are forwarded; must outlive it.</param>
internal sealed partial class ForwardBlockers(NamespaceContext context)
{
    private readonly RulesetView _ruleset = new(context.NfTables, () => FirewallOperations.LegacyTables(context));
    private readonly Dictionary<string, int> _indexes = [];
    private readonly Dictionary<IPNetwork, (string? Name, int Index)> _links = [];
    private readonly Dictionary<ForwardedTraffic, IReadOnlyList<ForwardBlocker>> _found = [];
    private readonly HashSet<string> _warned = [];
    private List<ChainMessage>? _suspects;
    private bool _askedForPorts;

    // Chains of others at the hook that could stop something.
    private List<ChainMessage> Suspects => _suspects ??= [.. _ruleset.Chains.Where(IsSuspect)];

    /// <summary>Whether there is any chain that could stop something: where not, nothing need be asked about single ports.</summary>
    /// <exception cref="NetNsException">NotPermitted, KernelFeatureMissing.</exception>
    internal bool IsAnybodyThere => Failure.Translate(() => Suspects.Count > 0, "read the ruleset", context.Namespace);

    /// <summary>The chains that stop traffic; none where it gets through.</summary>
    /// <exception cref="NetNsException">NotPermitted, KernelFeatureMissing.</exception>
    internal IReadOnlyList<ForwardBlocker> Find(ForwardedTraffic traffic)
    {
        ForwardedTraffic anyPort = traffic.ToAnyPort();
        if (_found.TryGetValue(anyPort, out IReadOnlyList<ForwardBlocker>? found) || _found.TryGetValue(traffic, out found))
            return found;
        _askedForPorts = false;
        found = Failure.Translate(() => Search(traffic), "read the ruleset", context.Namespace);
        _found.Add(_askedForPorts ? traffic : anyPort, found);
        return found;
    }

    /// <summary>Warns of each chain that stops traffic, with what to do about it; once for all traffic of a kind.</summary>
    internal void Warn(ForwardedTraffic traffic)
    {
        foreach (ForwardBlocker blocker in Find(traffic))
        {
            string remedy = string.Join("; ", blocker.Remedy);
            if (_warned.Add($"{blocker.Name} {remedy}"))
                context.Reporter.Warn($"{Subject(traffic, blocker)}{context.Namespace.Suffix}: {blocker.Name} {blocker.Reason}. Let them through with: {remedy}");
        }
    }

    private static string Subject(ForwardedTraffic traffic, ForwardBlocker blocker) => (traffic.IsPublished, blocker.StopsAnswersOnly) switch
    {
        (false, false) => $"Packets from {traffic.Inside} will not be forwarded",
        (false, true) => $"Answers to packets from {traffic.Inside} will not be forwarded",
        (true, false) => $"Connections to published ports will not be forwarded to {traffic.Inside.BaseAddress}",
        (true, true) => $"Answers of published ports will not be forwarded from {traffic.Inside.BaseAddress}",
    };

    private List<ForwardBlocker> Search(ForwardedTraffic traffic)
    {
        NfFamily family = traffic.IsIPv4 ? NfFamily.IPv4 : NfFamily.IPv6;
        ChainMessage[] chains = [.. Suspects.Where(c => c.Family == NfFamily.Inet || c.Family == family)];
        if (chains.Length == 0)
            return [];
        (string? Name, int Index) link = LinkOf(traffic);
        SamplePacket[] packets = traffic.Packets(link, IndexOf(traffic.OutLink));
        return [.. chains.Select(c => Try(c, packets, remedy => remedy.LetThrough(traffic, link.Name))).OfType<ForwardBlocker>()];
    }

    // What the first packet of these that does not get through meets; null where all do.
    private ForwardBlocker? Try(ChainMessage chain, SamplePacket[] packets, Func<FirewallRemedy, IReadOnlyList<string>> remedy)
    {
        foreach (SamplePacket packet in packets)
        {
            var walk = new RuleWalk(_ruleset, packet);
            PacketFate fate = walk.Follow(chain);
            _askedForPorts |= walk.AskedForPorts;
            if (!fate.IsDrop)
                continue;
            string? owner = FirewallOwner.OfBaseChain(chain, () => FirewallOwner.Targets(_ruleset.RulesOf(chain.Family, chain.Table, chain.Name)));
            bool hasDockerUser = _ruleset.Chains.Exists(c => c.Family == chain.Family && c.Table == chain.Table && c.Name == FirewallRemedy.DockerUser);
            return new ForwardBlocker
            {
                Chain = chain,
                Owner = owner,
                RuleChain = fate.Rule?.Chain,
                Rejects = fate.Rejects,
                StopsAnswersOnly = packet.IsAnswer,
                Remedy = remedy(new FirewallRemedy(context, chain, owner, hasDockerUser)),
            };
        }

        return null;
    }

    private bool IsSuspect(ChainMessage chain)
        => FirewallOperations.HookOf(chain) == FirewallHook.Forward
            && chain.Family is NfFamily.IPv4 or NfFamily.IPv6 or NfFamily.Inet or NfFamily.Bridge
            && !FirewallOwner.IsOurs(chain.Family, chain.Table)
            && (chain.Policy == VerdictCode.Drop || chain.Use > 0)
            && !_ruleset.IsDormant(chain);

    private (string? Name, int Index) LinkOf(ForwardedTraffic traffic)
    {
        if (traffic.Link is { } name)
            return (name, IndexOf(name));
        if (!_links.TryGetValue(traffic.Inside, out (string? Name, int Index) link))
            _links.Add(traffic.Inside, link = LookUpLink(traffic));
        return link;
    }

    private (string? Name, int Index) LookUpLink(ForwardedTraffic traffic)
    {
        foreach (IPAddress address in traffic.AddressesInside())
        {
            try
            {
                RouteMessage route = context.Route.LookUpRoute(new RouteLookUp(address).ToMessage());
                if (route.Kind == RouteKind.Local)
                    continue; // the host's own address in that network
                // Behind a router it is not behind a link of ours; and where no route leads there yet, the default route is none of it.
                return route is { Gateway: null, OutputLink: { } index } ? (context.Route.Connection.LinkName(index), index) : default;
            }
            catch (NetlinkException)
            {
                return default; // nothing leads there yet
            }
        }

        return default;
    }

    private int IndexOf(string? link)
    {
        if (link is null)
            return 0;
        if (!_indexes.TryGetValue(link, out int index))
            _indexes.Add(link, index = context.Route.FindLink(link)?.Index ?? 0);
        return index;
    }
}
