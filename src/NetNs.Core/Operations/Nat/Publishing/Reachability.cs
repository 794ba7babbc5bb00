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
    private bool? _forwardsIPv4;
    private bool? _forwardsIPv6;
    private List<IPAddress>? _hostAddresses;

    /// <summary>Whether packets of a family are forwarded.</summary>
    internal bool Forwards(IPFamily family)
    {
        ref bool? known = ref family == IPFamily.IPv4 ? ref _forwardsIPv4 : ref _forwardsIPv6;
        return known ??= ForwardingOperations.IsEnabled(context, family);
    }

    /// <summary>Forwarding was switched meanwhile.</summary>
    internal void NoteForwarding(IPFamily family, bool on) => (family == IPFamily.IPv4 ? ref _forwardsIPv4 : ref _forwardsIPv6) = on;

    /// <summary>Whether packets from and to 127.0.0.0/8 may pass a link. False where the link is not there.</summary>
    internal bool RouteLocalNet(int link) => LoopbackSwitch.Find(context, link) is { } found
        && (LoopbackSwitch.IsOn(found) || SysctlOperations.Get(context, LoopbackSwitch.NameFor("all")).Value is not "0");

    /// <summary>From where a port can be reached.</summary>
    /// <param name="entry">The port.</param>
    /// <param name="shared">The network that its target shares with clients for whom our table has a hairpin; null where there is none.</param>
    /// <param name="loopback">Whether 127.0.0.1 leads to the target's link.</param>
    /// <param name="container">The namespace that it leads to; null where only an address is known.</param>
    /// <param name="hostEnd">The number of the host's end of the link to it, where that is known already.</param>
    private PublishPaths PathsOf(PortEntry entry, IPNetwork? shared, bool loopback, NetNamespace? container, int? hostEnd)
    {
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
        if (!Forwards(family))
            return paths;
        paths |= PublishPaths.External | PublishPaths.CrossNetwork;
        if (shared is { } network && (entry.Source is not { } source || Subnet.Overlap(source, network)) && _hairpin.LeadsTo(entry.Target, container, hostEnd))
            paths |= PublishPaths.Hairpin;
        return paths;
    }

    /// <summary>The object of a port.</summary>
    internal ContainerPort Describe(PortEntry entry, NetNamespace? container, IPNetwork? shared, bool loopback, CounterExpression? counter, int? hostEnd = null) => new()
    {
        HostAddress = entry.HostAddress,
        HostPort = entry.HostPort,
        ContainerAddress = entry.Target,
        ContainerPort = entry.TargetPort,
        Protocol = entry.Protocol,
        ContainerNamespace = container,
        SourcePrefix = entry.Source,
        Paths = PathsOf(entry, shared, loopback, container, hostEnd),
        Packets = counter?.Packets ?? 0,
        Bytes = counter?.Bytes ?? 0,
        Namespace = context.Namespace,
    };

    private List<IPAddress> HostAddresses => _hostAddresses ??= [.. context.Route.DumpAddresses().Select(a => InterfaceAddress.From(a).Address).Where(a => !IPAddress.IsLoopback(a))];

    private static bool Serves(PortEntry entry, IPAddress client) => entry.Source is not { } source || (client.AddressFamily == source.BaseAddress.AddressFamily && source.Contains(client));
}
