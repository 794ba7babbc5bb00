using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Bridges and their ports. Each method acts in the namespace of the context it is given.</summary>
internal sealed partial class BridgeOperations(OperationSession session)
{
    /// <summary>A bridge by name or number.</summary>
    /// <exception cref="NetNsException">BridgeNotFound, or NotABridge where the link is something else.</exception>
    internal static LinkMessage Find(NamespaceContext context, LinkReference reference)
    {
        LinkMessage found;
        try
        {
            found = LinkOperations.Find(context, reference);
        }
        catch (NetNsException e) when (e.Error == NetNsError.LinkNotFound)
        {
            throw NotFound(context, reference.ToString(), e);
        }

        return found.Kind is BridgeKind ? found : throw new NetNsException(NetNsError.NotABridge,
            $"'{found.Name}'{context.Namespace.Suffix} is a {LinkFactory.KindName(found)}, not a bridge.", found.Name, $"List the bridges with {context.Namespace.Cmdlet($"Get-Bridge")}.");
    }

    /// <summary>The words for a bridge that is not there.</summary>
    internal static NetNsException NotFound(NamespaceContext context, string name, Exception? inner = null) => new(NetNsError.BridgeNotFound,
        $"There is no bridge '{name}'{context.Namespace.Suffix}.", name, $"List those there are with {context.Namespace.Cmdlet($"Get-Bridge")}, or make it with: {context.Namespace.Cmdlet($"New-Bridge {name}")}", inner) { Place = context.Namespace };

    /// <summary>The bridges of a namespace, in the order of their numbers.</summary>
    internal IEnumerable<Bridge> List(NamespaceContext context) => FindAll(context).Select(Describe);

    /// <summary>The bridges of a namespace, for who looks among their names.</summary>
    internal static IReadOnlyList<FoundLink> FindAll(NamespaceContext context)
        => [.. context.Route.DumpLinks(kind: new BridgeKind()).Where(m => m.Kind is BridgeKind).Select(m => new FoundLink(context, m))];

    /// <summary>The object of a bridge.</summary>
    internal Bridge Describe(FoundLink bridge) => (Bridge)new LinkOperations(session).Describe(bridge.Context, bridge.Message);

    /// <summary>The name of the bridge that a link is a port of; null if it is none.</summary>
    internal static string? NameOfBridge(FoundLink port) => port.Message.Master is { } master and not 0 ? LinkOperations.NameOf(port.Context, master) : null;

    /// <summary>
    /// The addresses of a link that make it a member of a network, in the order in which they were given: all but IPv6 link-local ones,
    /// and those that somebody else on the link has, too.
    /// </summary>
    internal static List<InterfaceAddress> AddressesOf(NamespaceContext context, int index)
    {
        List<AddressMessage> all = context.Route.DumpAddresses(link: index);
        // The kernel lists IPv4 addresses as they were given and IPv6 addresses the other way round. Deprecated ones come last.
        IEnumerable<AddressMessage> inOrder = all.Where(a => a.Family != LibC.AF_INET6).Concat(all.Where(a => a.Family == LibC.AF_INET6).Reverse());
        return [.. inOrder.Where(a => !a.Flags.HasFlag(AddressFlags.DadFailed)).OrderBy(a => a.Flags.HasFlag(AddressFlags.Deprecated))
            .Select(InterfaceAddress.From).Where(a => !a.Address.IsIPv6LinkLocal)];
    }

    /// <summary>The same without those that another machine had before (dadfailed); what the link has for good before what is about to go, or not certain yet.</summary>
    internal static List<InterfaceAddress> OwnAddressesOf(NamespaceContext context, int index) =>
    [
        .. context.Route.DumpAddresses(link: index)
            .Where(a => !a.Flags.HasFlag(AddressFlags.DadFailed))
            .OrderBy(a => a.Flags.HasFlag(AddressFlags.Tentative) ? 2 : a.Flags.HasFlag(AddressFlags.Deprecated) ? 1 : 0)
            .Select(InterfaceAddress.From)
            .Where(a => !a.Address.IsIPv6LinkLocal),
    ];

    /// <summary>Checks what can be checked without the kernel.</summary>
    /// <exception cref="NetNsException">LinkNameInvalid, LinkLayerAddressInvalid, LinkSettingInvalid.</exception>
    internal static void Check(BridgeOptions options)
    {
        _ = Request(options);
        if (options.Mtu is { } mtu)
            _ = LinkOperations.CheckMtu(mtu);
    }

    /// <summary>Makes a bridge; then its addresses. All or nothing.</summary>
    /// <exception cref="NetNsException">LinkAlreadyExists, KernelFeatureMissing, LinkSettingInvalid, NotPermitted …</exception>
    internal Bridge Create(NamespaceContext context, BridgeOptions options)
    {
        LinkMessage request = Request(options);
        context.Step($"Create bridge {options.Name}", $"link add {ShellText.Link(options.Name)} address {LinkOperations.FormatMac(request.Address!)}{(options.Up ? " up" : "")} type bridge{options.Settings}");
        bool isOneStep = options.Addresses.Count == 0 && options.Mtu is null;
        using var undo = new Undo(session.Reporter);
        LinkMessage made = CreateLink(context, isOneStep ? request : request with { Group = UnfinishedLink.Mark });
        undo.Push($"remove bridge {options.Name}", () => context.Route.DeleteLink(made.Index));
        session.Checkpoint();
        ConnectedNetworks? networks = options.Addresses.Count > 0 ? ConnectedNetworks.Read(context) : null;
        LinkMessage finished = Configure(context, made, options);
        session.Checkpoint();
        undo.Keep();
        foreach (InterfaceAddress address in options.Addresses)
        {
            if (networks?.Claim(context, address.Network, finished) is { } overlap)
                session.Reporter.Warn(overlap);
        }

        return (Bridge)LinkFactory.Create(finished, context.Namespace);
    }

    /// <summary>Changes settings of a bridge and returns it as it then is. All or nothing.</summary>
    /// <exception cref="NetNsException">LinkSettingInvalid, KernelFeatureMissing.</exception>
    internal Bridge Set(NamespaceContext context, LinkMessage bridge, BridgeSettings settings)
    {
        var before = (BridgeKind)bridge.Kind!;
        context.Step($"Change bridge {bridge.Name}", $"link set {ShellText.Link(bridge.Name!)} type bridge{settings}");
        using var undo = new Undo(session.Reporter);
        // First and alone: a kernel without it refuses, after it took what stands before it in the same message.
        if (settings.VlanFiltering is { } filtering && filtering != (before.VlanFiltering ?? false))
        {
            Change(context, bridge, new BridgeKind { VlanFiltering = filtering });
            undo.Push($"change {bridge.Name} back", () => Change(context, bridge, new BridgeKind { VlanFiltering = !filtering }));
        }

        BridgeSettings others = settings with { VlanFiltering = null };
        try
        {
            if (!others.IsEmpty)
                Change(context, bridge, others.ToKind());
        }
        catch (NetNsException e) when (e.Error == NetNsError.LinkSettingInvalid)
        {
            undo.Push($"change {bridge.Name} back", () => Change(context, bridge, others.Undo(before))); // what stood before the one at fault was taken
            throw;
        }

        Bridge changed = (Bridge)new LinkOperations(session).Read(context, bridge.Index);
        undo.Keep();
        return changed;
    }

    /// <summary>The present bridge, where it is what was asked for.</summary>
    /// <exception cref="NetNsException">ExistingDiffers, with the difference; LinkAlreadyExists where it is no bridge.</exception>
    internal Bridge Existing(NamespaceContext context, BridgeOptions options)
    {
        LinkMessage found = LinkOperations.Find(context, options.Name);
        if (found.Kind is not BridgeKind kind)
            throw Failure.LinkAlreadyExists(options.Name, context.Namespace);
        List<InterfaceAddress> addresses = AddressesOf(context, found.Index);
        string? difference =
            options.Addresses.FirstOrDefault(a => !addresses.Contains(a)) is { } missing ? $"it does not have the address {missing}"
            : options.MacAddress is { } mac && !mac.GetAddressBytes().SequenceEqual(found.Address ?? []) ? $"its address is {LinkOperations.FormatMac(found.Address ?? [])}"
            : options.Mtu is { } mtu && found.Mtu != mtu ? $"its MTU is {found.Mtu}"
            : options.Up != found.Flags.HasFlag(LinkFlags.Up) ? $"it is {(options.Up ? "down" : "up")}"
            : options.Settings.Stp is { } stp && stp != kind.StpState is > 0 ? $"spanning tree is {(stp ? "off" : "on")}"
            : options.Settings.VlanFiltering is { } filtering && filtering != (kind.VlanFiltering ?? false) ? $"VLAN filtering is {(filtering ? "off" : "on")}"
            : null;
        return difference is null ? (Bridge)new LinkOperations(session).Describe(context, found) : throw new NetNsException(NetNsError.ExistingDiffers,
            $"Bridge '{options.Name}' is there already{context.Namespace.Suffix}, but {difference}.", options.Name, "Change it with Set-Bridge, New-NetIPAddress or Set-NetLink, or remove it with Remove-Bridge.");
    }

    private static LinkMessage Request(BridgeOptions options) => new()
    {
        Name = LinkName.Check(options.Name),
        // Given at birth: a bridge without an address of its own takes the lowest of its ports', and changes it with them.
        Address = options.MacAddress is { } mac ? LinkOperations.CheckMac(mac) : LinkOperations.RandomMac(),
        Flags = options.Up ? LinkFlags.Up : LinkFlags.None,
        Change = LinkFlags.Up,
        // A new bridge filters nothing: "off" need not be said, and a kernel without VLAN filtering would not take it.
        Kind = (options.Settings with { VlanFiltering = options.Settings.VlanFiltering == true ? true : null }).ToKind(),
    };

    private LinkMessage CreateLink(NamespaceContext context, LinkMessage request)
    {
        try
        {
            return new LinkOperations(session).CreateUnlessDying(context, request, context, null);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            throw Failure.LinkAlreadyExists(request.Name!, context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw SettingRefused(e, request.Name!, request.Kind);
        }
    }

    private static LinkMessage Configure(NamespaceContext context, LinkMessage made, BridgeOptions options)
    {
        int index = made.Index;
        RouteBatch batch = context.Route.Batch();
        if (options.Mtu is { } mtu)
        {
            // In a message of its own: one given at birth counts as the kernel's, which follows the ports.
            context.Step($"Give {options.Name} an MTU of {mtu} bytes", $"link set {ShellText.Link(options.Name)} mtu {mtu}");
            // The kernel takes no notice of the MTU that a bridge has already, and it would go on to follow the ports: netif_set_mtu, net/core/dev.c.
            if (made.Mtu == (uint)mtu)
                batch.ChangeLink(new LinkMessage { Index = index, Mtu = (uint)mtu - 1 });
            batch.ChangeLink(new LinkMessage { Index = index, Mtu = LinkOperations.CheckMtu(mtu) });
        }

        IEnumerable<InterfaceAddress> addresses = options.Addresses;
        // Without a link-local address the kernel sends no neighbor solicitation for packets whose source is an address of another link.
        // Its own one would be usable only a second or two after the first port came.
        if (options.Addresses.Any(a => a.Family == IPFamily.IPv6) && made.Address is { Length: 6 } hardwareAddress && made.AddressGeneration is null or AddressGenerationMode.Eui64)
            addresses = addresses.Append(LinkLocalAddress.Of(hardwareAddress)).Distinct();
        foreach (InterfaceAddress address in addresses)
        {
            // Without duplicate address detection: nobody else is on a bridge that was just made.
            context.Step($"Give {options.Name} the address {address}", $"addr add {address} dev {ShellText.Quote(options.Name)}{(address.Family == IPFamily.IPv6 ? " nodad" : "")}");
            batch.AddAddress(address.ToMessage(index, AddressFlags.NoDad));
        }

        if (batch.Count > 0)
            batch.ChangeLink(new LinkMessage { Index = index, Group = UnfinishedLink.NoMark });
        try
        {
            return batch.GetLink(index).CommitAndRead();
        }
        catch (NetlinkException e) when (e.Errno == Errno.EEXIST)
        {
            throw new NetNsException(NetNsError.AddressAlreadyExists, $"An address is given to {options.Name}{context.Namespace.Suffix} twice.", options.Name, "Give each address once.", e);
        }
        catch (NetlinkException e)
        {
            throw LinkFailure.OfChange(e, "set up", options.Name, context.Namespace);
        }
    }

    private static void Change(NamespaceContext context, LinkMessage bridge, BridgeKind kind)
    {
        try
        {
            context.Route.ChangeLink(new LinkMessage { Index = bridge.Index, Kind = kind });
        }
        catch (NetlinkException e)
        {
            throw SettingRefused(e, bridge.Name!, kind);
        }
    }

    private static NetNsException SettingRefused(NetlinkException e, string name, LinkKind? kind) => e.Errno switch
    {
        Errno.EOPNOTSUPP when kind is BridgeKind { VlanFiltering: not null } => new NetNsException(NetNsError.KernelFeatureMissing, $"Bridge {name} cannot filter VLANs: the running kernel was built without it.", name,
            "It takes a kernel with CONFIG_BRIDGE_VLAN_FILTERING; Test-NetNsSupport says what is there.", e),
        Errno.ERANGE or Errno.EINVAL => new NetNsException(NetNsError.LinkSettingInvalid, $"Bridge {name} cannot be set so: {e.Reason}.", name, "While spanning tree runs, the forward delay must be 2 to 30 seconds.", e),
        _ => Failure.From(e, name),
    };
}
