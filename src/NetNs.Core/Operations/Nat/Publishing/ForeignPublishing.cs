using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What others publish, as published ports: from where their rules lead there, found by following packets through the ruleset.</summary>
/// <param name="context">Where to look.</param>
internal sealed class ForeignPublishing(NamespaceContext context)
{
    private readonly RulesetView _ruleset = new(context.NfTables, () => FirewallOperations.LegacyTables(context));
    private readonly Uplinks _uplinks = new(context);
    private readonly PortListeners _listeners = new(context);
    private List<ChainMessage>? _chains;

    /// <summary>All of them, in the order of the host's ports.</summary>
    internal IReadOnlyList<ForeignPort> Ports { get; } = new ForeignPorts(context).Read();

    private List<ChainMessage> Chains => _chains ??= [.. Enumerable.Reverse(_ruleset.Chains)
        .Where(c => c.Hook is not null && c.Type == "nat" && FirewallOperations.HookOf(c) is FirewallHook.Prerouting or FirewallHook.Output && !_ruleset.IsDormant(c)).OrderBy(c => c.Hook!.Priority)];

    /// <summary>The object of one. docker-proxy, which listens at the port, serves whom no rule serves.</summary>
    internal ContainerPort Describe(ForeignPort port)
    {
        PortEntry entry = port.Entry;
        bool isTaken = PublishedPorts.Find(context, entry.HostPort).Any(p => p.Entry.Protocol == entry.Protocol && ReferenceEquals(p.Entry.Sets, entry.Sets));
        return new ContainerPort
        {
            HostAddress = entry.HostAddress,
            HostPort = entry.HostPort,
            ContainerAddress = entry.Target,
            ContainerPort = entry.TargetPort,
            Protocol = entry.Protocol,
            SourcePrefix = entry.Source,
            Owner = port.Owner,
            State = isTaken ? ContainerPortState.Shadowed : ContainerPortState.Active,
            Paths = isTaken ? PublishPaths.None : PathsOf(entry, port.Owner),
            Packets = port.Rule.Expressions.OfType<CounterExpression>().FirstOrDefault()?.Packets ?? 0,
            Bytes = port.Rule.Expressions.OfType<CounterExpression>().FirstOrDefault()?.Bytes ?? 0,
            Namespace = context.Namespace,
        };
    }

    private PublishPaths PathsOf(PortEntry entry, string owner)
    {
        bool isIPv4 = Subnet.FamilyOf(entry.HostAddress) == IPFamily.IPv4;
        (int index, string? name, IPAddress? address) = _uplinks.Of(isIPv4).Select(u => (u.Index, (string?)u.Name, (IPAddress?)u.Address)).FirstOrDefault();
        IPAddress? host = entry.IsForAnyAddress ? address : entry.HostAddress;
        bool isProxied = owner == FirewallOwner.Docker && _listeners.IsTaken(entry.HostPort, entry.Protocol);
        PublishPaths paths = PublishPaths.None;
        if (!(host is not null && IPAddress.IsLoopback(host)))
        {
            paths |= isProxied || Leads(FirewallHook.Prerouting, name, index, null) ? PublishPaths.External : 0;
            paths |= isProxied || Leads(FirewallHook.Prerouting, null, 0, null) ? PublishPaths.CrossNetwork : 0;
            paths |= isProxied || Leads(FirewallHook.Output, null, 0, host) ? PublishPaths.Host : 0;
            (string? inner, int innerIndex) = LinkTo(entry.Target);
            paths |= isProxied || (inner is not null && Leads(FirewallHook.Prerouting, inner, innerIndex, null)) ? PublishPaths.Hairpin : 0;
        }

        if (entry.WantsLoopback)
            paths |= isProxied || Leads(FirewallHook.Output, null, 0, IPAddress.Loopback) ? PublishPaths.Loopback : 0;
        return paths;

        bool Leads(FirewallHook hook, string? link, int linkIndex, IPAddress? destination)
        {
            var packet = new SamplePacket
            {
                Family = isIPv4 ? NfFamily.IPv4 : NfFamily.IPv6,
                InLink = hook == FirewallHook.Prerouting ? link : null,
                InIndex = hook == FirewallHook.Prerouting ? linkIndex : 0,
                OutLink = hook == FirewallHook.Output ? "lo" : null,
                OutIndex = hook == FirewallHook.Output ? 1 : 0,
                Source = entry.Source?.BaseAddress,
                Destination = destination ?? host,
                DestinationPort = entry.HostPort,
                Protocol = (byte)entry.Protocol,
                IsToHost = true,
            };
            var marks = new PacketMarks();
            foreach (ChainMessage chain in Chains.Where(c => FirewallOperations.HookOf(c) == hook && (c.Family == NfFamily.Inet || c.Family == packet.Family)))
            {
                var walk = new RuleWalk(_ruleset, packet, marks);
                walk.Follow(chain);
                if (walk.Translation is { } rule)
                    return DestinationTarget.Of(rule) is { } target && target.Address.Equals(entry.Target);
            }

            return false;
        }
    }

    private (string? Name, int Index) LinkTo(IPAddress target)
    {
        try
        {
            RouteMessage route = context.Route.LookUpRoute(new RouteLookUp(target).ToMessage());
            return route.OutputLink is { } index ? (context.Route.Connection.LinkName(index), index) : default;
        }
        catch (Netlink.NetlinkException)
        {
            return default; // nothing leads there
        }
    }
}
