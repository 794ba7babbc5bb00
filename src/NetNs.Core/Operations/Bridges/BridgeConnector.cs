using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Connects namespaces to one bridge, each by a veth pair: one end a port of the bridge, the other inside. Made for a whole
/// pipeline of them: what is around the bridge is read once and then kept up to date by the kernel's own news.
/// </summary>
/// <remarks>Three requests for each: make the pair in place, set up the inner end, finish the port and read it back.</remarks>
internal sealed partial class BridgeConnector : IDisposable
{
    /// <summary>How many ports the kernel gives a bridge: BR_MAX_PORTS less the one that stands for "none", net/bridge/br_private.h.</summary>
    internal const int MaxPorts = 1023;

    private const int ManyPorts = 900;
    private const string AnyHostName = "veth%d"; // the kernel counts

    private readonly OperationSession _session;
    private readonly NamespaceContext _context;
    private readonly NamespaceContext? _own;
    private readonly LinkOperations _links;
    private readonly BridgeFirewalls _firewalls = new();

    // Without IPv6 in the kernel the request that keeps link-local addresses away would be refused.
    private readonly bool _hasIPv6 = File.Exists("/proc/net/if_inet6");
    private readonly List<InterfaceAddress> _bridgeAddresses;
    private int? _ports;

    // Whether somebody may know an address that is given out from an earlier owner. Nobody does where the bridge was not in use yet when
    // it was looked at: then an announcement, which is copied to each port, can be saved.
    private bool _mayBeKnownElsewhere = true;
    private bool _isSettled;

    private BridgeConnector(OperationSession session, NamespaceContext context, NamespaceContext? own, LinkReference bridge)
    {
        _session = session;
        _context = context;
        _own = own;
        _links = new LinkOperations(session);
        LinkMessage found = BridgeOperations.Find(context, bridge);
        Bridge = (Bridge)_links.Describe(context, found);
        _bridgeAddresses = BridgeOperations.OwnAddressesOf(context, found.Index);
        _isSettled = !_bridgeAddresses.Exists(a => a.Family == IPFamily.IPv6);
    }

    /// <summary>Finds a bridge and its addresses.</summary>
    /// <param name="session">What it works with; must outlive it.</param>
    /// <param name="context">Where the bridge is; must outlive it.</param>
    /// <param name="bridge">The bridge.</param>
    /// <exception cref="NetNsException">BridgeNotFound, NotABridge.</exception>
    internal BridgeConnector(OperationSession session, NamespaceContext context, LinkReference bridge)
        : this(session, context, null, bridge)
    {
    }

    /// <summary>Opens the namespace that a bridge is in, for as long as the connector lives.</summary>
    /// <inheritdoc cref="BridgeConnector(OperationSession, NamespaceContext, LinkReference)"/>
    internal static BridgeConnector Open(OperationSession session, NetNamespace? bridgeNamespace, LinkReference bridge)
    {
        NamespaceContext? own = bridgeNamespace is null || bridgeNamespace.Equals(session.Current.Namespace) ? null : session.Open(bridgeNamespace);
        try
        {
            return new BridgeConnector(session, own ?? session.Current, own, bridge);
        }
        catch
        {
            own?.Dispose();
            throw;
        }
    }

    /// <summary>The bridge as it was found.</summary>
    internal Bridge Bridge { get; }

    /// <summary>Connects one namespace, or leaves everything as it was.</summary>
    /// <exception cref="NetNsException">
    /// LinkAlreadyExists, AddressAlreadyExists, AddressInvalid, NoFreeAddress, RouteAlreadyExists, BridgeFull, ExistingDiffers …
    /// </exception>
    internal BridgeConnection Connect(NetNamespace target, ConnectOptions options)
    {
        using NamespaceContext inner = _session.Open(target);
        if (inner.Handle.Identity == _context.Handle.Identity)
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"{Bridge} is in namespace {target} itself: there is nothing to connect.", target,
                "Say where the bridge is with -BridgeNamespace; for a pair with both ends in one namespace there is New-VethPair.");
        }

        _session.Checkpoint();
        using var undo = new Undo(_session.Reporter);
        byte[] hardwareAddress = LinkOperations.RandomMac();
        if (CreatePair(inner, hardwareAddress, options, out string hostName) is not { } made)
        {
            _firewalls.Check(_context, Bridge.Name);
            return Existing(inner, options);
        }

        undo.Push($"remove link {hostName}", () => _context.Route.DeleteLink(made.Index));
        _session.Checkpoint();
        var (peer, addresses, gateways) = ClaimAndConfigure(inner, made.Link!.Value, hardwareAddress, options);
        _session.Checkpoint();
        LinkMessage host = FinishPort(made.Index, hostName, options);
        undo.Keep();
        if (addresses.Count > 0)
        {
            SettleBridge();
            if (_mayBeKnownElsewhere)
                AddressAnnouncement.Send(inner, peer, addresses.ConvertAll(a => a.Address));
        }

        CountPort();
        _firewalls.Check(_context, Bridge.Name);
        return Describe(inner.Namespace, host, peer, addresses, gateways);
    }

    public void Dispose()
    {
        _monitor?.Dispose();
        _own?.Dispose();
    }

    /// <summary>Makes the pair, each end in its final place. Null where the inner name is taken and that may be as good.</summary>
    private LinkMessage? CreatePair(NamespaceContext inner, byte[] hardwareAddress, ConnectOptions options, out string hostName)
    {
        hostName = options.HostInterfaceAlias ?? DefaultHostName(inner.Namespace) ?? AnyHostName;
        while (true)
        {
            _context.Step($"Connect {inner.Namespace} to {Bridge}: create {hostName} as its port and {options.InterfaceAlias}{inner.Namespace.Suffix}",
                $"link add {ShellText.Link(hostName)} mtu {options.Mtu ?? Bridge.Mtu} up master {ShellText.Quote(Bridge.Name)} type veth peer name {ShellText.Quote(options.InterfaceAlias)} mtu {options.Mtu ?? Bridge.Mtu} netns {ShellText.Quote(inner.Namespace.ToString())}");
            try
            {
                LinkMessage made = _links.CreateUnlessDying(_context, Pair(hostName, inner.Descriptor, hardwareAddress, options), inner, options.InterfaceAlias);
                hostName = made.Name!;
                return made.Link is > 0 ? made : throw new NetNsException(NetNsError.KernelRefused, $"The kernel made {hostName} without telling its other end.", hostName);
            }
            catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
            {
                // The kernel does not say which of the two names is taken.
                if (inner.Route.FindLink(options.InterfaceAlias) is { } taken)
                {
                    if (HostOf(inner, taken) is { } other && UnfinishedLink.IsAbandoned(other))
                    {
                        _session.Reporter.Warn($"The connection of {inner.Namespace} to {Bridge} was never finished, and its maker has ended: it is made anew.");
                        _context.Route.DeleteLink(other.Index);
                        continue;
                    }

                    return options.Reuse ? null : throw new NetNsException(NetNsError.LinkAlreadyExists, $"A link '{options.InterfaceAlias}' is there already{inner.Namespace.Suffix}.", inner.Namespace,
                        "Give the inner end another name with -InterfaceAlias, or say -IfExists Reuse.", e);
                }

                if (hostName == AnyHostName)
                    throw Failure.From(e, inner.Namespace);
                if (options.HostInterfaceAlias is not null)
                    throw Failure.LinkAlreadyExists(hostName, _context.Namespace, e);
                hostName = AnyHostName;
            }
            catch (NetlinkException e) when (e.Errno == Errno.EXFULL)
            {
                throw Full(e);
            }
            catch (NetlinkException e)
            {
                throw Failure.From(e, inner.Namespace);
            }
        }
    }

    private LinkMessage Pair(string hostName, int descriptor, byte[] hardwareAddress, ConnectOptions options)
    {
        uint mtu = (uint)(options.Mtu ?? Bridge.Mtu);
        return new LinkMessage
        {
            Name = hostName,
            Address = LinkOperations.RandomMac(),
            Mtu = mtu,
            Flags = LinkFlags.Up,
            Change = LinkFlags.Up,
            Master = Bridge.InterfaceIndex,
            Group = UnfinishedLink.Mark,
            Kind = new VethKind
            {
                Peer = new LinkMessage { Name = options.InterfaceAlias, Address = hardwareAddress, Mtu = mtu, NamespaceDescriptor = descriptor },
            },
        };
    }

    // A port's settings are not taken at its creation. They are set by number: by name in the same datagram as the creation they
    // would reach somebody else's port where the name turns out to be taken.
    private LinkMessage FinishPort(int index, string name, ConnectOptions options)
    {
        RouteBatch batch = _context.Route.Batch();
        if (options.Hairpin)
        {
            _context.Step($"Let {name} send frames back", $"link set {ShellText.Link(name)} type bridge_slave hairpin on");
            batch.ChangeLink(new LinkMessage { Index = index, Port = new BridgePortKind { Hairpin = true } });
        }

        batch.ChangeLink(new LinkMessage { Index = index, Group = UnfinishedLink.NoMark, Alias = options.Label });

        // Reading a link also makes the kernel carry out what it knows about its carrier, so that the port forwards from now on.
        batch.GetLink(index);
        try
        {
            return batch.CommitAndRead();
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, name);
        }
    }

    /// <summary>
    /// Waits for the IPv6 addresses of a bridge that gets its first port: only then the kernel begins to ask whether somebody has them,
    /// and until they are settled the bridge neither answers nor asks. New-Bridge makes addresses that are settled already.
    /// </summary>
    private void SettleBridge()
    {
        if (_isSettled)
            return;
        _isSettled = true;
        LinkMessage bridge = _context.Route.GetLink(Bridge.InterfaceIndex);
        using var settling = new AddressSettling(_session);
        foreach (AddressMessage message in _context.Route.DumpAddresses(Interop.LibC.AF_INET6, bridge.Index))
        {
            NetIPAddress address = AddressFactory.Create(message, _context.Namespace, Bridge.Name);
            settling.Watch(_context, bridge, ref address);
        }

        foreach (NetIPAddress _ in settling.Settle(AddressSettling.Limit))
        {
        }
    }

    // The kernel itself refuses the port that is one too many. The survey of addresses counts them; without it they are counted here.
    private void CountPort()
    {
        _ports = _ports is { } before ? before + 1 : _context.Route.DumpLinks(master: Bridge.InterfaceIndex).Count;
        if (_ports == ManyPorts)
            _session.Reporter.Warn($"{Bridge}{_context.Namespace.Suffix} now has {ManyPorts} ports; the kernel gives a bridge {MaxPorts} at most.");
    }

    private NetNsException Full(Exception? inner) => new(NetNsError.BridgeFull, $"{Bridge}{_context.Namespace.Suffix} has {MaxPorts} ports, as many as the kernel gives a bridge.", Bridge,
        "Make a second bridge and join the two by a veth pair.", inner);

    private static string? DefaultHostName(NetNamespace target)
    {
        string name = "veth-" + target.Name;
        return target.Name is not null && LinkName.IsValid(name) ? name : null;
    }

    private BridgeConnection Describe(NetNamespace target, LinkMessage host, LinkMessage peer, List<InterfaceAddress> addresses, List<InterfaceAddress> gateways) => new()
    {
        Namespace = target,
        Bridge = Bridge,
        HostLink = LinkFactory.Create(host, _context.Namespace, Bridge.Name, peer.Name, target),
        Link = LinkFactory.Create(peer, target, null, host.Name, _context.Namespace),
        IPAddress = addresses.ConvertAll(a => a.Address).ToArray(),
        PrefixLength = Array.ConvertAll(addresses.ToArray(), a => a.PrefixLength),
        Gateway = gateways.ConvertAll(g => g.Address).ToArray(),
    };
}
