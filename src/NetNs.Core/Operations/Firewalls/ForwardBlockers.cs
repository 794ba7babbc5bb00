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
    private const int DestinationNat = -100; // NF_IP_PRI_NAT_DST: where the kernel translates, whatever the priority of the single chains

    private readonly RulesetView _ruleset = new(context.NfTables, () => FirewallOperations.LegacyTables(context));
    private readonly Dictionary<string, int> _indexes = [];
    private readonly Dictionary<IPNetwork, (string? Name, int Index)> _links = [];
    private readonly Dictionary<ForwardedTraffic, IReadOnlyList<ForwardBlocker>> _found = [];
    private readonly HashSet<string> _warned = [];
    private readonly Dictionary<(ChainMessage, IPNetwork, bool), (ForwardBlocker Blocker, List<ForwardedTraffic> Ports)> _noted = [];
    private readonly Uplinks _uplinks = new(context);
    private List<ChainMessage>? _suspects;
    private bool _askedForPorts;

    // Chains of others that could stop something, in the kernel's order: of one priority the newest first.
    private List<ChainMessage> Suspects => _suspects ??= [.. Enumerable.Reverse(_ruleset.Chains).Where(IsSuspect).OrderBy(c => c.Hook!.Priority)];

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
            Warn(Subject(traffic, blocker), blocker, blocker.Remedy);
    }

    /// <summary>Remembers a published port, to be warned of with others of its kind.</summary>
    internal void Note(ForwardedTraffic traffic)
    {
        foreach (ForwardBlocker blocker in Find(traffic))
        {
            (ChainMessage, IPNetwork, bool) key = (blocker.Chain, traffic.Inside, traffic.IsFromHost);
            if (!_noted.TryGetValue(key, out var noted))
                _noted.Add(key, noted = (blocker, []));
            noted.Ports.Add(traffic);
        }
    }

    /// <summary>Warns of all that was noted: one warning for each chain and container, whose remedy lets these ports through and nothing else.</summary>
    internal void WarnNoted()
    {
        foreach ((ForwardBlocker blocker, List<ForwardedTraffic> ports) in _noted.Values)
            Warn(Subject(ports[0], blocker), blocker, RemedyFor(blocker.Chain, blocker.Owner).LetThrough(ports, blocker.Stops));
        _noted.Clear();
    }

    private void Warn(string subject, ForwardBlocker blocker, IReadOnlyList<string> commands)
    {
        string remedy = string.Join("; ", commands);
        string loss = blocker.Owner?.Split(", ")[0] == FirewallOwner.Firewalld ? " firewall-cmd --reload forgets the following unless it is also given with --permanent." : "";
        if (_warned.Add($"{blocker.Name} {remedy}"))
            context.Reporter.Warn($"{subject}{context.Namespace.Suffix}: {blocker.Name} {blocker.Reason}.{loss} Let them through with: {remedy}");
    }

    private static string Subject(ForwardedTraffic traffic, ForwardBlocker blocker) => (traffic.IsPublished, traffic.IsFromHost, blocker.StopsAnswersOnly) switch
    {
        (false, _, false) => $"Packets from {traffic.Inside} will not be forwarded",
        (false, _, true) => $"Answers to packets from {traffic.Inside} will not be forwarded",
        (true, true, false) => $"Connections of this host to published ports will not get to {traffic.Inside.BaseAddress}",
        (true, true, true) => $"Answers of published ports will not get from {traffic.Inside.BaseAddress} to this host",
        (true, false, false) => $"Connections to published ports will not be forwarded to {traffic.Inside.BaseAddress}",
        (true, false, true) => $"Answers of published ports will not be forwarded from {traffic.Inside.BaseAddress}",
    };

    private IReadOnlyList<ForwardBlocker> Search(ForwardedTraffic traffic)
    {
        if (Suspects.Count == 0)
            return [];
        (string? Name, int Index) link = LinkOf(traffic);
        IReadOnlyList<ForwardBlocker>? first = null;
        foreach ((string? Name, int Index, IPAddress? Address) outer in OuterLinks(traffic, link.Index))
        {
            List<ForwardBlocker> found = Walk(traffic, link, outer);
            if (found.Count == 0)
                return found; // other machines come by one of the links
            first ??= found;
        }

        return first ?? [];
    }

    // The links by which the world comes; where none is known, one that no rule names.
    private (string? Name, int Index, IPAddress? Address)[] OuterLinks(ForwardedTraffic traffic, int inside)
    {
        if (traffic.OutLink is { } only)
            return [(only, IndexOf(only), null)];
        (string? Name, int Index, IPAddress? Address)[] uplinks = [.. _uplinks.Of(traffic.IsIPv4).Where(u => u.Index != inside).Select(u => ((string?)u.Name, u.Index, (IPAddress?)u.Address))];
        return uplinks.Length > 0 ? uplinks : [(null, 0, null)];
    }

    // Follows both directions through all chains, each as if the ones before had let it through.
    private List<ForwardBlocker> Walk(ForwardedTraffic traffic, (string? Name, int Index) link, (string? Name, int Index, IPAddress? Address) outer)
    {
        Dictionary<ChainMessage, (PacketFate Fate, HashSet<TrafficStop> Stops)> stopped = [];
        var marks = new PacketMarks();
        foreach (TrafficLeg leg in traffic.Legs(link, outer))
        {
            foreach (FirewallHook hook in leg.Hooks)
            {
                // Chains at Output are told the link of the first route, also when the packet has got another since.
                foreach (ChainMessage chain in Suspects.Where(c => FirewallOperations.HookOf(c) == hook && Sees(c, leg)))
                    Follow(chain, hook == FirewallHook.Output ? leg with { After = leg.After with { OutLink = leg.Before.OutLink, OutIndex = leg.Before.OutIndex } } : leg, IsBefore(chain, hook));
            }

            foreach (FirewallHook hook in leg.BridgeHooks)
            {
                foreach (ChainMessage chain in Suspects.Where(c => c.Family == NfFamily.Bridge && FirewallOperations.HookOf(c) == hook))
                    Follow(chain, leg with { Before = Bridged(leg.After), After = Bridged(leg.After) }, false);
            }

            marks = marks.ForAnswer();
        }

        return [.. stopped.Select(s => Describe(s.Key, s.Value.Fate, s.Value.Stops, traffic, link.Name))];

        void Follow(ChainMessage chain, TrafficLeg leg, bool isBefore)
        {
            var walk = new RuleWalk(_ruleset, isBefore ? leg.Before : leg.After, marks);
            PacketFate fate = walk.Follow(chain);
            _askedForPorts |= walk.AskedForPorts;
            if (!fate.IsDrop)
                return;
            if (!stopped.TryGetValue(chain, out (PacketFate, HashSet<TrafficStop> Stops) known))
                stopped.Add(chain, known = (fate, []));
            known.Stops.Add(new TrafficStop(leg.IsAnswer, isBefore && !leg.IsAnswer));
        }
    }

    // A bridge table knows ports, which are some others; IP knows the bridge.
    private static SamplePacket Bridged(SamplePacket packet) => packet with { InLink = null, InIndex = 0, OutLink = null, OutIndex = 0 };

    // Where destinations are translated, the chains with a lower priority see packets as they came.
    private static bool IsBefore(ChainMessage chain, FirewallHook hook)
        => hook == FirewallHook.Ingress || (hook is FirewallHook.Prerouting or FirewallHook.Output && chain.Hook!.Priority < DestinationNat);

    private static bool Sees(ChainMessage chain, TrafficLeg leg) => chain.Family switch
    {
        NfFamily.Bridge => false,
        NfFamily.NetDevice => leg.Before.InLink is { } link && chain.Hook!.Devices.Contains(link),
        NfFamily.Inet => FirewallOperations.HookOf(chain) != FirewallHook.Ingress || (leg.Before.InLink is { } link && chain.Hook!.Devices.Contains(link)),
        NfFamily family => family == leg.After.Family,
    };

    private ForwardBlocker Describe(ChainMessage chain, PacketFate fate, HashSet<TrafficStop> stops, ForwardedTraffic traffic, string? link)
    {
        string? owner = OwnerOf(chain);
        FirewallRemedy remedy = RemedyFor(chain, owner);
        return new ForwardBlocker
        {
            Chain = chain,
            Owner = owner,
            RuleChain = fate.Rule?.Chain,
            Rejects = fate.Rejects,
            Stops = stops,
            EntryChain = HasDockerUser(chain) ? FirewallRemedy.DockerUser : null,
            Remedy = traffic.IsPublished ? remedy.LetThrough([traffic], stops) : remedy.LetThrough(traffic, link),
        };
    }

    private string? OwnerOf(ChainMessage chain) => FirewallOwner.OfBaseChain(chain, () => FirewallOwner.Targets(_ruleset.RulesOf(chain.Family, chain.Table, chain.Name)));

    private FirewallRemedy RemedyFor(ChainMessage chain, string? owner)
    {
        return new FirewallRemedy(context, chain, owner, HasDockerUser(chain), IsInZone);
    }

    // Docker's chain for its user's rules helps only where packets come there.
    private bool HasDockerUser(ChainMessage chain) => FirewallOwner.Targets(_ruleset.RulesOf(chain.Family, chain.Table, chain.Name)).Contains(FirewallRemedy.DockerUser);

    // Whether a link is in a zone of firewalld already: then it must be moved, since it is in one only.
    private bool IsInZone(string link)
    {
        byte[] name = PacketValue.LinkName(link).Bytes;
        return _ruleset.Chains.Where(c => c.Table == FirewallOwner.Firewalld).Any(c => _ruleset.RulesOf(c.Family, c.Table, c.Name)
            .SelectMany(r => r.Expressions).OfType<CompareExpression>().Any(e => e.Value.AsSpan().SequenceEqual(name)));
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
            string? owner = OwnerOf(chain);
            return new ForwardBlocker
            {
                Chain = chain,
                Owner = owner,
                RuleChain = fate.Rule?.Chain,
                Rejects = fate.Rejects,
                Stops = new HashSet<TrafficStop> { new(packet.IsAnswer, false) },
                Remedy = remedy(RemedyFor(chain, owner)),
            };
        }

        return null;
    }

    private bool IsSuspect(ChainMessage chain)
        => FirewallOperations.HookOf(chain) is not (null or FirewallHook.Egress)
            && chain.Family is not NfFamily.Arp
            && chain.Type != "nat" // these translate, and do not decide
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
