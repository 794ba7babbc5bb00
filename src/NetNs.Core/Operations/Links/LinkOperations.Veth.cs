using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Veth pairs.</content>
internal sealed partial class LinkOperations
{
    /// <summary>
    /// Makes a veth pair with each end in its final place, in one request of the kernel; then addresses, and up. All or nothing.
    /// </summary>
    /// <param name="context">Where the first end goes.</param>
    /// <param name="peerContext">Where the second end goes; may be the same.</param>
    /// <param name="options">What it shall be.</param>
    /// <exception cref="NetNsException">LinkAlreadyExists, ExistingDiffers, BridgeNotFound, NotABridge, AddressAlreadyExists …</exception>
    internal VethPair CreateVethPair(NamespaceContext context, NamespaceContext peerContext, VethOptions options)
    {
        options.Check(ReferenceEquals(context, peerContext));
        LinkMessage? bridge = options.Bridge is { } reference ? BridgeOperations.Find(context, reference) : null;
        var request = new LinkMessage
        {
            Name = options.Name,
            Address = options.MacAddress?.GetAddressBytes() ?? RandomMac(),
            Mtu = (uint?)options.Mtu,
            Master = bridge?.Index,
            Kind = new VethKind
            {
                Peer = new LinkMessage
                {
                    Name = options.PeerName,
                    Address = options.PeerMacAddress?.GetAddressBytes() ?? RandomMac(),
                    Mtu = (uint?)options.Mtu,
                    NamespaceDescriptor = peerContext.Descriptor,
                },
            },
        };
        if (session.Reporter.WantsSteps)
            context.Step($"Create {options.PeerName}{(ReferenceEquals(context, peerContext) ? "" : peerContext.Namespace.Suffix)} as the peer of veth {options.Name}", VethCommand(options, bridge, ReferenceEquals(context, peerContext) ? null : peerContext));
        bool isOneStep = bridge is null && options is { Up: false, Addresses.Count: 0, PeerAddresses.Count: 0 };
        if (!isOneStep)
            request = request with { Group = UnfinishedLink.Mark };
        LinkMessage made;
        try
        {
            made = CreateUnlessDying(context, request, peerContext, options.PeerName);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST && options.Reuse)
        {
            return new ExistingVethPair(context, peerContext, options).Reuse(bridge);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            // The kernel does not say which of the two names is taken.
            bool first = context.Route.FindLink(options.Name) is not null;
            throw first ? Failure.LinkAlreadyExists(options.Name, context.Namespace, e) : Failure.LinkAlreadyExists(options.PeerName, peerContext.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw LinkFailure.OfCreation(e, request, context.Namespace);
        }

        if (isOneStep && made.Link is not null)
            return Describe(context, made, null, peerContext, SecondEnd(made, request));
        using var undo = new Undo(session.Reporter);
        undo.Push($"remove link {options.Name}", () => context.Route.DeleteLink(made.Index));
        session.Checkpoint();
        int peerIndex = made.Link ?? peerContext.Route.GetLink(options.PeerName).Index;
        // Both ends are new: where neither is a port of a bridge, nobody else is on the link who could have an address.
        bool askOthers = bridge is not null;
        Configure(peerContext, peerIndex, options.PeerName, options.PeerAddresses, ((VethKind)request.Kind).Peer!.Address!, options.Up, askOthers, isLast: false);
        session.Checkpoint();
        Configure(context, made.Index, options.Name, options.Addresses, request.Address!, options.Up, askOthers, isLast: !isOneStep);
        session.Checkpoint();
        // Read after both are up: the state of one end depends on the other's. Reading also makes a port forward from now on.
        LinkMessage near = context.Route.GetLink(made.Index);
        LinkMessage far = peerContext.Route.GetLink(peerIndex);
        if (options.Up && (options.Addresses.Count > 0 || options.PeerAddresses.Count > 0))
            MakeReachable(context, near, peerContext, far, options);
        VethPair pair = Describe(context, near, bridge?.Name, peerContext, far);
        undo.Keep();
        return pair;
    }

    /// <summary>Waits until the addresses can be used, and tells those who are on the bridge where they are now.</summary>
    /// <exception cref="NetNsException">AddressInUse where somebody else on the bridge has one of them.</exception>
    private void MakeReachable(NamespaceContext context, LinkMessage first, NamespaceContext peerContext, LinkMessage second, VethOptions options)
    {
        using var settling = new AddressSettling(session);
        settling.WatchAll(context, first, options.Addresses);
        settling.WatchAll(peerContext, second, options.PeerAddresses);
        foreach (NetIPAddress address in settling.Settle(AddressSettling.Limit))
        {
            if (address.AddressState == AddressState.Duplicate)
                throw Failure.AddressInUse(address, "Give another address.");
        }

        if (options.Bridge is not null)
            AddressAnnouncement.Send(peerContext, second, [.. options.PeerAddresses.Select(a => a.Address)]);
    }

    /// <summary>The object of a pair of which both messages are there.</summary>
    internal static VethPair Describe(NamespaceContext context, LinkMessage first, string? bridge, NamespaceContext peerContext, LinkMessage second)
    {
        string? peerBridge = second.Master is { } master and not 0 ? NameOf(peerContext, master) : null;
        return new VethPair
        {
            A = LinkFactory.Create(first, context.Namespace, bridge, second.Name, peerContext.Namespace),
            B = LinkFactory.Create(second, peerContext.Namespace, peerBridge, first.Name, context.Namespace),
        };
    }

    // The same driver made both ends in the same request: the second is as the first, but for what was asked for it alone.
    private static LinkMessage SecondEnd(LinkMessage first, LinkMessage request)
    {
        LinkMessage asked = ((VethKind)request.Kind!).Peer!;
        return first with { Index = first.Link!.Value, Link = first.Index, Name = asked.Name, Address = asked.Address };
    }

    private static string VethCommand(VethOptions options, LinkMessage? bridge, NamespaceContext? elsewhere)
    {
        string mtu = options.Mtu is { } bytes ? $" mtu {bytes}" : "";
        string near = $"link add {ShellText.Link(options.Name)}{AddressWords(options.MacAddress)}{mtu}{(bridge is null ? "" : $" master {ShellText.Quote(bridge.Name!)}")}";
        return $"{near} type veth peer name {ShellText.Quote(options.PeerName)}{AddressWords(options.PeerMacAddress)}{mtu}{(elsewhere is null ? "" : $" netns {ShellText.Quote(elsewhere.Namespace.ToString())}")}";
    }

    private static string AddressWords(System.Net.NetworkInformation.PhysicalAddress? address) => address is null ? "" : $" address {FormatMac(address.GetAddressBytes())}";

    /// <summary>Addresses and up in one send; with the last of them the pair is finished.</summary>
    private static void Configure(NamespaceContext context, int index, string name, IReadOnlyList<InterfaceAddress> addresses, byte[] hardwareAddress, bool up, bool askOthers, bool isLast)
    {
        if (addresses.Count == 0 && !up && !isLast)
            return;
        RouteBatch batch = context.Route.Batch();
        bool hasIPv6 = addresses.Any(a => a.Family == IPFamily.IPv6);
        // The kernel makes the same link-local address, but asks for one to two seconds whether somebody has it.
        foreach (InterfaceAddress address in hasIPv6 && !askOthers ? addresses.Append(LinkLocalAddress.Of(hardwareAddress)).Distinct() : addresses)
        {
            context.Step($"Give {name} the address {address}", $"addr add {address} dev {ShellText.Quote(name)}{(askOthers || address.Family == IPFamily.IPv4 ? "" : " nodad")}");
            batch.AddAddress(address.ToMessage(index, askOthers ? AddressFlags.None : AddressFlags.NoDad));
        }

        if (up)
        {
            context.Step($"Switch on {name}", $"link set {ShellText.Link(name)} up");
            batch.ChangeLink(new LinkMessage { Index = index, Flags = LinkFlags.Up, Change = LinkFlags.Up });
        }

        if (isLast)
            batch.ChangeLink(new LinkMessage { Index = index, Group = UnfinishedLink.NoMark });
        try
        {
            batch.Commit();
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            throw new NetNsException(NetNsError.AddressAlreadyExists, $"An address is given to {name}{context.Namespace.Suffix} twice.", name, "Give each address once.", e);
        }
        catch (NetlinkException e)
        {
            throw LinkFailure.OfChange(e, "set up", name, context.Namespace);
        }
    }
}
