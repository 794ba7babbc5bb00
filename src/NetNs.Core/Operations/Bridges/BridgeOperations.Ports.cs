using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <content>Ports.</content>
internal sealed partial class BridgeOperations
{
    /// <summary>The ports of one bridge, or of all of a namespace, in the order of their numbers.</summary>
    internal IEnumerable<BridgePort> ListPorts(NamespaceContext context, LinkMessage? bridge = null)
    {
        List<LinkMessage> links = context.Route.DumpLinks(master: bridge?.Index);
        var names = links.ToDictionary(l => l.Index, l => l.Name);
        if (bridge is not null)
            names[bridge.Index] = bridge.Name;
        var peers = new PeerResolver(session, context, index => names.GetValueOrDefault(index) ?? LinkOperations.NameOf(context, index));
        return links.Where(l => l.Port is not null).Select(l => Describe(context, l, names.GetValueOrDefault(l.Master ?? 0) ?? "", peers));
    }

    /// <summary>The ports that a user may mean by one link: itself, or where it is a bridge all of its ports.</summary>
    /// <exception cref="NetNsException">NotABridgePort.</exception>
    internal static IReadOnlyList<FoundLink> PortsOf(FoundLink link)
    {
        if (link.Message.Port is not null)
            return [link];
        return link.IsBridge
            ? [.. link.Context.Route.DumpLinks(master: link.Index).Where(l => l.Port is not null).Select(l => new FoundLink(link.Context, l))]
            : throw NotAPort(link.Context, link.Name);
    }

    /// <summary>Makes a link a port of a bridge, with all settings, in one send.</summary>
    /// <param name="context">Where both are.</param>
    /// <param name="bridge">The bridge.</param>
    /// <param name="link">The link.</param>
    /// <param name="settings">How the port shall be.</param>
    /// <param name="reuse">Whether a link that is a port of this bridge already is as good.</param>
    /// <exception cref="NetNsException">AlreadyABridgePort, BridgeFull, ArgumentsInvalid where the link cannot be one.</exception>
    internal BridgePort AddPort(NamespaceContext context, LinkMessage bridge, LinkMessage link, BridgePortSettings settings, bool reuse)
    {
        if (link.Master is { } master and not 0)
            return Existing(context, bridge, link, settings, master == bridge.Index && reuse);
        context.Step($"Make {link.Name} a port of {bridge.Name}", $"link set {ShellText.Link(link.Name!)} master {ShellText.Quote(bridge.Name!)}");
        RouteBatch batch = context.Route.Batch().ChangeLink(new LinkMessage { Index = link.Index, Master = bridge.Index });
        AddSettings(batch, context, link, settings);
        try
        {
            LinkMessage port = batch.GetLink(link.Index).CommitAndRead();
            AddressAnnouncement.SendAllBehind(session, context, port);
            return Describe(context, port, bridge.Name!);
        }
        catch (NetlinkException e)
        {
            // What came behind the first message was tried too; where the first one failed, it had nothing to act on.
            if (e.MessageIndex > 0)
                Release(context, link.Index);
            throw PortRefused(e, context, bridge, link);
        }
    }

    /// <summary>Changes a port and returns it as it then is.</summary>
    /// <exception cref="NetNsException">LinkSettingInvalid.</exception>
    internal BridgePort SetPort(NamespaceContext context, LinkMessage port, BridgePortSettings settings)
    {
        RouteBatch batch = context.Route.Batch();
        AddSettings(batch, context, port, settings);
        try
        {
            return Describe(context, batch.GetLink(port.Index).CommitAndRead());
        }
        catch (NetlinkException e)
        {
            throw LinkFailure.OfChange(e, "set the port", port.Name!, context.Namespace);
        }
    }

    /// <summary>Takes a port off its bridge; the link stays.</summary>
    internal static void RemovePort(NamespaceContext context, LinkMessage port)
    {
        context.Step($"Take {port.Name} off its bridge", $"link set {ShellText.Link(port.Name!)} nomaster");
        try
        {
            Release(context, port.Index);
        }
        catch (NetlinkException e) when (e.Errno == Errno.ENODEV)
        {
            throw Failure.LinkNotFound(port.Name!, context.Namespace, e);
        }
        catch (NetlinkException e)
        {
            throw Failure.From(e, port.Name);
        }
    }

    private static void Release(NamespaceContext context, int index) => context.Route.ChangeLink(new LinkMessage { Index = index, Master = 0 });

    private static void AddSettings(RouteBatch batch, NamespaceContext context, LinkMessage link, BridgePortSettings settings)
    {
        if (settings.IsEmpty)
            return;
        context.Step($"Set {link.Name} as a port", $"link set {ShellText.Link(link.Name!)} type bridge_slave{settings}");
        batch.ChangeLink(new LinkMessage { Index = link.Index, Port = settings.ToKind() });
    }

    private BridgePort Existing(NamespaceContext context, LinkMessage bridge, LinkMessage link, BridgePortSettings settings, bool reuse)
    {
        string owner = LinkOperations.NameOf(context, link.Master!.Value) ?? "another link";
        if (!reuse)
        {
            throw new NetNsException(NetNsError.AlreadyABridgePort, $"Cannot add {link.Name} to bridge {bridge.Name}{context.Namespace.Suffix}: the link is a port of {owner} already.", link.Name,
                link.Master == bridge.Index ? "Change it with Set-BridgePort, or say -IfExists Reuse." : $"Release it first with: {context.Namespace.Cmdlet($"Remove-BridgePort {link.Name}")}");
        }

        return settings.DifferenceTo(link.Port ?? new BridgePortKind()) is not { } difference ? Describe(context, link, owner) : throw new NetNsException(NetNsError.ExistingDiffers,
            $"{link.Name} is a port of {bridge.Name}{context.Namespace.Suffix} already, but {difference}.", link.Name, "Change it with Set-BridgePort.");
    }

    /// <summary>The object of one port.</summary>
    /// <exception cref="NetNsException">NotABridgePort.</exception>
    internal BridgePort Describe(NamespaceContext context, LinkMessage link)
        => Describe(context, link, link.Master is { } master and not 0 ? LinkOperations.NameOf(context, master) ?? "" : "");

    private BridgePort Describe(NamespaceContext context, LinkMessage link, string bridge)
        => Describe(context, link, bridge, new PeerResolver(session, context, index => LinkOperations.NameOf(context, index)));

    private static BridgePort Describe(NamespaceContext context, LinkMessage link, string bridge, PeerResolver peers)
    {
        BridgePortKind port = link.Port ?? throw NotAPort(context, link.Name!);
        (string? peerName, NetNamespace? peerNamespace) = link.Kind is VethKind && link.Link is { } peer and not 0 ? peers.Find(peer, link.LinkNamespaceId) : default;
        return new BridgePort
        {
            Bridge = bridge,
            Link = link.Name!,
            InterfaceIndex = link.Index,
            State = (BridgePortState)(port.State ?? 0),
            Cost = (int)(port.Cost ?? 0),
            Priority = port.Priority ?? 0,
            Hairpin = port.Hairpin ?? false,
            Isolated = port.Isolated ?? false,
            Learning = port.Learning ?? false,
            Flood = port.UnicastFlood ?? false,
            Guard = port.Guard ?? false,
            PeerName = peerName,
            PeerNamespace = peerNamespace,
            Namespace = context.Namespace,
        };
    }

    private static NetNsException NotAPort(NamespaceContext context, string name) => new(NetNsError.NotABridgePort,
        $"'{name}'{context.Namespace.Suffix} is not a port of a bridge.", name, "List the ports with Get-BridgePort, or make it one with Add-BridgePort.");

    private static NetNsException PortRefused(NetlinkException e, NamespaceContext context, LinkMessage bridge, LinkMessage link)
    {
        string what = $"Cannot add {link.Name} to bridge {bridge.Name}{context.Namespace.Suffix}";
        return e.Errno switch
        {
            Errno.EXFULL => new NetNsException(NetNsError.BridgeFull, $"{what}: it has {BridgeConnector.MaxPorts} ports, as many as the kernel gives a bridge.", bridge.Name, "Make a second bridge and join the two by a veth pair.", e),
            Errno.ELOOP => new NetNsException(NetNsError.ArgumentsInvalid, $"{what}: a bridge cannot be a port of a bridge.", link.Name, "Join two bridges by a veth pair, an end in each.", e),
            Errno.EINVAL or Errno.EOPNOTSUPP => new NetNsException(NetNsError.ArgumentsInvalid, $"{what}: {e.KernelMessage ?? "a link of its kind cannot be a port"}.", link.Name, null, e),
            Errno.EBUSY => new NetNsException(NetNsError.AlreadyABridgePort, $"{what}: {e.KernelMessage ?? "it is in use as a part of another link"}.", link.Name, null, e),
            _ => Failure.From(e, link.Name),
        };
    }
}
