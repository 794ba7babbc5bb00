using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What is published in one namespace, read from the kernel: our table holds everything that is to be known.</summary>
internal sealed class PublishedPorts(OperationSession session, NamespaceContext context, Reachability facts)
{
    private readonly Dictionary<string, NetNamespace?> _containers = [];
    private readonly Dictionary<IPAddress, (IPNetwork? Shared, bool Loopback)> _ways = [];
    private readonly TargetReaches _reaches = new(session, context);
    private readonly ForeignNat _foreign = new(context);
    private bool? _isBroken;
    private List<IPNetwork>? _hairpins;
    private HashSet<int>? _loopback;
    private List<(IPNetwork Network, int Link)>? _networks;

    internal PublishedPorts(OperationSession session, NamespaceContext context)
        : this(session, context, new Reachability(context))
    {
    }

    /// <summary>Each published port with its element, in the order of the host's ports.</summary>
    internal static IReadOnlyList<(PortEntry Entry, SetElement Element)> Read(NamespaceContext context)
    {
        List<(PortEntry Entry, SetElement Element)> ports = [];
        foreach (NatSets sets in NatSets.Both)
        {
            foreach (string map in sets.OfPorts)
            {
                foreach (SetElement element in NatTable.Read(context, map))
                    ports.Add((PortEntry.Parse(sets, map, element), element));
            }
        }

        ports.Sort(static (one, other) => (one.Entry.HostPort, one.Entry.Protocol).CompareTo((other.Entry.HostPort, other.Entry.Protocol)));
        return ports;
    }

    /// <summary>The objects of published ports, in the order of the host's ports.</summary>
    /// <param name="wanted">Which, by what is published and the comment on it.</param>
    internal IEnumerable<ContainerPort> List(Func<PortEntry, string?, bool> wanted)
        => Read(context).Where(p => wanted(p.Entry, p.Element.Comment)).Select(p => Describe(p.Entry, p.Element));

    /// <summary>What is published for everybody at a port of any address of the host: a look-up for each protocol and family, however much is published.</summary>
    internal static IEnumerable<(PortEntry Entry, SetElement Element)> Find(NamespaceContext context, int port)
    {
        if (port is <= 0 or > ushort.MaxValue)
            yield break;
        foreach (NatSets sets in NatSets.Both)
        {
            IPAddress any = sets.Family == NfFamily.IPv4 ? IPAddress.Any : IPAddress.IPv6Any;
            foreach (TransportProtocol protocol in Enum.GetValues<TransportProtocol>())
            {
                if (NatTable.Find(context, sets.Publish, new PortEntry(any, (ushort)port, protocol, null, any, 0).ToElement(null)) is { } element)
                    yield return (PortEntry.Parse(sets, sets.Publish, element), element);
            }
        }
    }

    /// <summary>The object of a published port.</summary>
    internal ContainerPort Describe(PortEntry entry, SetElement element)
    {
        (IPNetwork? shared, bool loopback) = WayTo(entry.Target);
        NetNamespace? container = ContainerOf(element.Comment);
        TargetReach reach = _reaches.Of(container, entry.Target);
        ContainerPortState state = reach.IsStale ? ContainerPortState.Stale
            : IsBroken ? ContainerPortState.Broken
            : _foreign.Find(entry) is not null ? ContainerPortState.Shadowed
            : ContainerPortState.Active;
        return facts.Describe(entry, container, shared, loopback, reach, state, element.Counter);
    }

    /// <summary>Whether a warning tells that our rules were changed.</summary>
    internal bool Warns { get; init; } = true;

    /// <summary>Whether our rules were changed by somebody else, so that no port works. Looked at once; a warning says what helps.</summary>
    internal bool IsBroken
    {
        get
        {
            if (_isBroken is { } known)
                return known;
            string? problem = RulesetCheck.Of(context).Problem;
            if (problem is not null && Warns)
                context.Reporter.Warn($"Table inet {NatRuleset.Table}{context.Namespace.Suffix} is not whole ({problem}): nothing that is published or masqueraded works. Put it right with: Repair-NetNs{(context.IsCurrent ? "" : $" -Namespace {context.Namespace}")}");
            _isBroken = problem is not null;
            return _isBroken.Value;
        }
    }

    internal static NetNsException NotFound(NamespaceContext context, string what) => new(NetNsError.PortNotPublished, $"{what} is not published{context.Namespace.Suffix}.", what,
        $"List what is with Get-ContainerPort{(context.Namespace.Name is { } name && !context.IsCurrent ? $" -Namespace {name}" : "")}.");

    private NetNamespace? ContainerOf(string? comment)
    {
        if (comment is null)
            return null;
        if (!_containers.TryGetValue(comment, out NetNamespace? container))
            _containers[comment] = container = ContainerTag.Parse(comment, session.Store, context.Handle.Identity.Device);
        return container;
    }

    private (IPNetwork? Shared, bool Loopback) WayTo(IPAddress target)
    {
        if (_ways.TryGetValue(target, out (IPNetwork?, bool) known))
            return known;
        _hairpins ??= [.. NatSets.Both.SelectMany(s => NatTable.Read(context, s.Hairpin).Select(e => SubnetElement.ReadPrefix(s, e)))];
        IPNetwork? shared = Around(_hairpins, target);
        return _ways[target] = (shared, Subnet.FamilyOf(target) == IPFamily.IPv4 && LoopbackLeadsTo(target));
    }

    private bool LoopbackLeadsTo(IPAddress target)
    {
        _loopback ??= [.. NatTable.Read(context, NatSets.Loopback).Select(LoopbackElement.LinkOf).Where(facts.RouteLocalNet)];
        if (_loopback.Count == 0)
            return false;
        _networks ??= [.. context.Route.DumpAddresses().Select(a => (InterfaceAddress.From(a).Network, a.Index))];
        foreach ((IPNetwork network, int link) in _networks)
        {
            if (_loopback.Contains(link) && network.Contains(target))
                return true;
        }

        return false;
    }

    private static IPNetwork? Around(List<IPNetwork> networks, IPAddress address)
    {
        foreach (IPNetwork network in networks)
        {
            if (network.Contains(address))
                return network;
        }

        return null;
    }
}
