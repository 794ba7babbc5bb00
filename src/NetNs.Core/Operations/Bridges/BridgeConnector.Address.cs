using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Which addresses the inner end gets, so that nobody else gets them, and how it gets them.</content>
internal sealed partial class BridgeConnector
{
    private static readonly TimeSpan NewsPatience = TimeSpan.FromSeconds(5);

    private AddressMonitor? _monitor;
    private AddressLedger? _ledger;
    private ReservedAddresses? _reserved;

    /// <summary>Whether the kernel may be asked to tell of addresses; where not, everything is read anew for each namespace.</summary>
    internal bool MayListen { get; set; } = true;

    private (LinkMessage Peer, List<InterfaceAddress> Addresses, List<InterfaceAddress> Gateways) ClaimAndConfigure(NamespaceContext inner, int index, byte[] hardwareAddress, ConnectOptions options)
    {
        // From the choice of an address until a link has it nobody else may choose one: other processes wait here.
        using NamespaceLock? claim = options.Addresses is { Count: 0 } ? null : _context.Lock($"Cannot choose an address on {Bridge}", Bridge);
        List<InterfaceAddress> addresses = Choose(options);
        if (options.Addresses is not null)
            addresses.ForEach(a => (_reserved ??= ReservedAddresses.Read(_context)).Warn(a.Address, inner.Namespace));
        CheckMtu(options, addresses);
        List<InterfaceAddress> gateways = options.DefaultRoute ? GatewaysOf(addresses) : [];
        LinkMessage peer = Configure(inner, index, hardwareAddress, addresses, gateways, options);
        foreach (InterfaceAddress address in addresses)
            _ledger!.Note(address.Address, isOnBridge: true);
        AwaitNews(addresses, hardwareAddress);
        return (peer, addresses, gateways);
    }

    // Before the lock is given back, all others have heard of the addresses: of IPv6 ones the kernel tells on a thread of its own.
    private void AwaitNews(List<InterfaceAddress> addresses, byte[] hardwareAddress)
    {
        HashSet<System.Net.IPAddress> awaited = [.. addresses.Where(a => a.Family == IPFamily.IPv6).Select(a => a.Address)];
        if (awaited.Count > 0)
            awaited.Add(LinkLocalAddress.Of(hardwareAddress).Address);
        if (awaited.Count > 0 && _monitor is { } monitor && !monitor.WaitFor(awaited, m => _ledger!.Note(m), NewsPatience, _session.Reporter.Stopping))
            _ledger = null;
    }

    private void CheckMtu(ConnectOptions options, List<InterfaceAddress> addresses)
    {
        int mtu = options.Mtu ?? Bridge.Mtu;
        if (mtu < LinkOperations.IPv6MinMtu && addresses.Find(a => a.Family == IPFamily.IPv6) is { } address)
        {
            throw new NetNsException(NetNsError.LinkSettingInvalid, $"{options.InterfaceAlias} cannot have the address {address} with an MTU of {mtu}: IPv6 needs at least {LinkOperations.IPv6MinMtu} bytes (RFC 8200).", mtu,
                "Say a larger -Mtu, or which addresses with -IPAddress.");
        }
    }

    private List<InterfaceAddress> Choose(ConnectOptions options)
    {
        if (options.Addresses is { } wanted)
        {
            List<InterfaceAddress> complete = [.. wanted.Select(a => a.Complete(_bridgeAddresses, Bridge.Name))];
            if (complete.Count > 0 && UpToDate() is var ledger && complete.Find(a => ledger.IsOnBridge(a.Address)) is { } taken)
                throw Taken(taken);
            return complete;
        }

        List<InterfaceAddress>? chosen = UpToDate().TakeNext(out AddressPool? exhausted);
        if (chosen is null)
        {
            _ledger = null; // addresses may have become free since it was filled
            chosen = UpToDate().TakeNext(out exhausted);
        }

        if (chosen is null)
        {
            throw NoneFree($"all addresses of {exhausted!.Gateway.Network} are in use", _reserved!.All.Any(exhausted.Gateway.Contains)
                ? "Give the bridge a larger subnet, or take back ports that lead to containers that have gone with: Repair-NetNs"
                : "Give the bridge a larger subnet.");
        }

        return chosen.Count > 0 ? chosen : throw NoneFree($"{Bridge} has no address, and so no subnet to take one from",
            $"Give it one with {_context.Namespace.Cmdlet($"New-NetIPAddress 10.0.0.1/24 -InterfaceAlias {Bridge}")}, or say which address with -IPAddress, or none with -NoAddress.");
    }

    /// <summary>
    /// The addresses in use, as of now. Read once; from then on the kernel tells of every address that is added in any namespace
    /// behind the bridge. Where it may not be listened to, or news were lost, everything is read again.
    /// </summary>
    private AddressLedger UpToDate()
    {
        if (_monitor is null && MayListen)
        {
            _monitor = AddressMonitor.TryCreate(_context.Listen(RouteGroup.IPv4Address, RouteGroup.IPv6Address));
            MayListen = _monitor is not null;
        }

        if (_ledger is { } ledger && _monitor is { } monitor && monitor.Drain(message => ledger.Note(message)))
            return ledger;
        _monitor?.Drain(_ => { });
        ledger = new AddressLedger(_bridgeAddresses);
        _reserved = ReservedAddresses.Read(_context);
        foreach (System.Net.IPAddress address in _reserved.All)
            ledger.Note(address, isOnBridge: false);
        var survey = new BridgeSurvey(_session, _context, Bridge.InterfaceIndex);
        _ports = survey.Fill(ledger) - 1; // without the one being made
        _mayBeKnownElsewhere = _ports > 0 || survey.HasNeighbors;
        return _ledger = ledger;
    }

    // For each family the bridge's address in the same network as the first of the addresses that has one.
    private List<InterfaceAddress> GatewaysOf(List<InterfaceAddress> addresses)
    {
        var gateways = new List<InterfaceAddress>();
        foreach (InterfaceAddress address in addresses)
        {
            if (!gateways.Exists(g => g.Family == address.Family) && _bridgeAddresses.Find(b => address.Contains(b.Address)) is { } gateway)
                gateways.Add(gateway);
        }

        return gateways;
    }

    /// <summary>All that happens inside, in one send.</summary>
    private LinkMessage Configure(NamespaceContext inner, int index, byte[] hardwareAddress, List<InterfaceAddress> addresses, List<InterfaceAddress> gateways, ConnectOptions options)
    {
        string name = options.InterfaceAlias;
        RouteBatch batch = inner.Route.Batch();
        if (_hasIPv6 && !options.IPv6LinkLocal && !addresses.Exists(a => a.Family == IPFamily.IPv6))
        {
            // Refused at creation, and too late once it is up.
            inner.Step($"Give {name} no IPv6 address", $"link set {ShellText.Link(name)} addrgenmode none");
            batch.ChangeLink(new LinkMessage { Index = index, AddressGeneration = AddressGenerationMode.None });
        }

        if (options.Addresses is not { Count: 0 } && addresses.Exists(a => a.Family == IPFamily.IPv6))
        {
            // The kernel makes the same one, but asks on the link for one to two seconds whether somebody has it. Until then it sends
            // no neighbor solicitation for packets whose source is an address of another link.
            InterfaceAddress local = LinkLocalAddress.Of(hardwareAddress);
            inner.Step($"Give {name} the address {local}", $"addr add {local} dev {ShellText.Quote(name)} nodad");
            batch.AddAddress(local.ToMessage(index, AddressFlags.NoDad));
        }

        inner.Step($"Switch on {name}", $"link set {ShellText.Link(name)} up");
        batch.ChangeLink(new LinkMessage { Index = index, Flags = LinkFlags.Up, Change = LinkFlags.Up, Alias = options.Label });
        foreach (InterfaceAddress address in addresses)
        {
            // Without duplicate address detection: nobody has it, and it can be used at once.
            inner.Step($"Give {name} the address {address}", $"addr add {address} dev {ShellText.Quote(name)}{(address.Family == IPFamily.IPv6 ? " nodad" : "")}");
            batch.AddAddress(address.ToMessage(index, AddressFlags.NoDad));
        }

        foreach (InterfaceAddress gateway in gateways)
        {
            inner.Step($"Send everything else to {gateway.Address}", $"route add default via {gateway.Address}");
            batch.AddRoute(DefaultRoute(gateway, index));
        }

        batch.GetLink(index);
        try
        {
            return batch.CommitAndRead();
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            throw new NetNsException(NetNsError.RouteAlreadyExists, $"Cannot connect {inner.Namespace} to {Bridge}: the namespace has a default route already.", inner.Namespace,
                $"Keep the present one with -NoDefaultRoute, or remove it first with: {inner.Namespace.Cmdlet($"Remove-NetRoute {(gateways.Any(g => g.Family == IPFamily.IPv4) ? "default" : "::/0")}")}", e);
        }
        catch (NetlinkException e) when (e.Errno is Errno.EACCES && e.KernelMessage is not null)
        {
            throw new NetNsException(NetNsError.KernelRefused, e.Message, inner.Namespace, null, e); // IPv6 is switched off in there
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, inner.Namespace);
        }
    }

    private static RouteMessage DefaultRoute(InterfaceAddress gateway, int index) => new()
    {
        Family = (byte)gateway.Family,
        Table = RouteTable.Main,
        Protocol = RouteProtocol.Boot, // as ip route add says
        Scope = RouteScope.Universe,
        Kind = RouteKind.Unicast,
        Gateway = gateway.Address,
        OutputLink = index,
    };

    private NetNsException Taken(InterfaceAddress address) => new(NetNsError.AddressAlreadyExists,
        $"{address.Address} is in use on {Bridge}{_context.Namespace.Suffix} already.", address.Address.ToString(),
        $"Leave -IPAddress out for the next free one, or find its owner with: Get-NetNamespace | Get-NetIPAddress -IPAddress {address.Address}");

    private NetNsException NoneFree(string reason, string action)
        => new(NetNsError.NoFreeAddress, $"There is no free address on {Bridge}{_context.Namespace.Suffix}: {reason}.", Bridge, action);
}
