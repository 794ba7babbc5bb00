using System.Net;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What is around our table in one namespace, as far as it decides from where a published port can be reached. Read once.</summary>
internal sealed class Reachability(NamespaceContext context)
{
    private readonly HairpinCheck _hairpin = new(context);
    private bool? _forwardsIPv6;
    private List<IPAddress>? _hostAddresses;

    /// <summary>Which links forward IPv4.</summary>
    internal LinkForwarding Links { get; } = new(context);

    /// <summary>Whether packets of a family are forwarded at all.</summary>
    internal bool Forwards(IPFamily family) => family == IPFamily.IPv4 ? Links.IsOnForAll : _forwardsIPv6 ??= ForwardingOperations.IsEnabled(context, family);

    /// <summary>Forwarding was switched meanwhile.</summary>
    internal void ForgetForwarding()
    {
        _forwardsIPv6 = null;
        Links.Forget();
    }

    /// <summary>Whether packets from and to 127.0.0.0/8 may pass a link. False where the link is not there.</summary>
    internal bool RouteLocalNet(int link) => LoopbackSwitch.Find(context, link) is { } found
        && (LoopbackSwitch.IsOn(found) || SysctlOperations.Get(context, LoopbackSwitch.NameFor("all")).Value is not "0");

    /// <summary>From where a port can be reached.</summary>
    /// <param name="entry">The port.</param>
    /// <param name="shared">The network that its target shares with clients for whom our table has a hairpin; null where there is none.</param>
    /// <param name="loopback">Whether 127.0.0.1 leads to the target's link.</param>
    /// <param name="container">The namespace that it leads to; null where only an address is known.</param>
    /// <param name="reach">What is known of the way to the target.</param>
    /// <param name="hostEnd">The number of the host's end of the link to it, where that is known already.</param>
    private PublishPaths PathsOf(PortEntry entry, IPNetwork? shared, bool loopback, NetNamespace? container, TargetReach reach, int? hostEnd)
    {
        if (!reach.IsReached)
            return PublishPaths.None;
        IPFamily family = Subnet.FamilyOf(entry.HostAddress);
        bool isLoopbackAddress = IPAddress.IsLoopback(entry.HostAddress);
        PublishPaths paths = PublishPaths.None;
        // IPv6 has nothing like route_localnet: a packet to or from ::1 stays on lo.
        if (loopback && family == IPFamily.IPv4 && (isLoopbackAddress || entry.IsForAnyAddress) && Serves(entry, IPAddress.Loopback))
            paths |= PublishPaths.Loopback;
        if (isLoopbackAddress)
            return paths;
        if (entry.Source is null || HostAddresses.Exists(a => Serves(entry, a)))
            paths |= PublishPaths.Host;
        (bool external, bool crossNetwork) = family == IPFamily.IPv4 && reach.Link is { } link ? Links.Towards(link) : (Forwards(family), Forwards(family));
        // A reverse path filter lets no request of another network, or no answer to it, pass.
        if (reach.Answers.Count == 0)
            paths |= (external ? PublishPaths.External : 0) | (crossNetwork ? PublishPaths.CrossNetwork : 0);
        if (!(family == IPFamily.IPv4 && reach.Link is { } way ? Links.IsOn(way) : Forwards(family)))
            return paths;
        if (shared is { } network && (entry.Source is not { } source || Subnet.Overlap(source, network)) && _hairpin.LeadsTo(entry.Target, container, hostEnd))
            paths |= PublishPaths.Hairpin;
        return paths;
    }

    /// <summary>The object of a port.</summary>
    /// <param name="entry">The port.</param>
    /// <param name="container">The namespace that it was published for; null where only an address is known.</param>
    /// <param name="shared">The network that its target shares with clients for whom our table has a hairpin; null where there is none.</param>
    /// <param name="loopback">Whether 127.0.0.1 leads to the target's link.</param>
    /// <param name="reach">What is known of the way to the target.</param>
    /// <param name="state">Whether it leads there.</param>
    /// <param name="counter">What it counted.</param>
    /// <param name="hostEnd">The number of the host's end of the link to it, where that is known already.</param>
    internal ContainerPort Describe(
        PortEntry entry, NetNamespace? container, IPNetwork? shared, bool loopback, TargetReach reach, ContainerPortState state, CounterExpression? counter, int? hostEnd = null) => new()
    {
        HostAddress = entry.HostAddress,
        HostPort = entry.HostPort,
        ContainerAddress = entry.Target,
        ContainerPort = entry.TargetPort,
        Protocol = entry.Protocol,
        ContainerNamespace = container,
        SourcePrefix = entry.Source,
        State = state,
        Paths = state == ContainerPortState.Active ? PathsOf(entry, shared, loopback, container, reach, hostEnd) : PublishPaths.None,
        Packets = counter?.Packets ?? 0,
        Bytes = counter?.Bytes ?? 0,
        Namespace = context.Namespace,
    };

    private List<IPAddress> HostAddresses => _hostAddresses ??= [.. context.Route.DumpAddresses().Select(a => InterfaceAddress.From(a).Address).Where(a => !IPAddress.IsLoopback(a))];

    private static bool Serves(PortEntry entry, IPAddress client) => entry.Source is not { } source || (client.AddressFamily == source.BaseAddress.AddressFamily && source.Contains(client));
}
