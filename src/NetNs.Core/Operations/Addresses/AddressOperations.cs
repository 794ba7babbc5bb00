using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>IP addresses on links. Each method acts in the namespace of the context it is given.</summary>
internal sealed partial class AddressOperations(OperationSession session)
{
    // The kernel announces all IPv4 addresses of a link at once: with many of them, one by one would be quadratic.
    private const int AnnouncedAtOnce = 8;

    private readonly Dictionary<(NetNamespace Where, int Link), int> _announced = [];

    // Of each namespace that addresses were added in: read once, kept up to date with what was added.
    private readonly Dictionary<NetNamespace, ConnectedNetworks> _networks = [];

    /// <summary>Addresses, one by one as the kernel tells them. No other request may be made in between.</summary>
    /// <param name="context">Where.</param>
    /// <param name="what">Which; null for all.</param>
    internal static IEnumerable<NetIPAddress> List(NamespaceContext context, AddressQuery? what = null)
    {
        what ??= new AddressQuery();
        var names = new LinkNames(context);
        foreach (AddressMessage message in context.Route.StreamAddresses((int)(what.Family ?? 0), what.Link))
        {
            if (what.Matches(message))
                yield return AddressFactory.Create(message, context.Namespace, names[message.Index]);
        }
    }

    /// <summary>Whether the last <see cref="Create"/> made the address; false where it was there already.</summary>
    internal bool IsNew { get; private set; }

    /// <summary>Puts an address on a link.</summary>
    /// <param name="context">Where the link is.</param>
    /// <param name="link">The link.</param>
    /// <param name="options">The address.</param>
    /// <param name="reuse">Whether one that is there is as good.</param>
    /// <exception cref="NetNsException">AddressAlreadyExists, ExistingDiffers, LinkNotFound, KernelFeatureMissing …</exception>
    internal NetIPAddress Create(NamespaceContext context, LinkMessage link, AddressOptions options, bool reuse = false)
    {
        AddressMessage request = options.ToMessage(link.Index);
        IsNew = false;
        if (reuse && FindExisting(context, link, options) is { } present)
        {
            AddGateway(context, link, options, reuse);
            return AddressFactory.Create(present, context.Namespace, link.Name!);
        }

        ConnectedNetworks networks = NetworksOf(context);
        context.Step($"Give {link.Name} the address {options.Address}", options.ToCommand(link.Name!));
        AddressMessage made;
        try
        {
            made = context.Route.CreateAddress(request);
        }
        catch (NetlinkException e)
        {
            // The answer was lost: the address may be there, without the gateway that it was asked with.
            if (e.Errno is Errno.ETIMEDOUT or Errno.ENOBUFS && options.Gateway is not null && !networks.HadAddress(link.Index, options.Address.Address))
                TakeBack(context, request);
            throw Refused(e, context, link, options);
        }

        IsNew = true;
        WarnOfOverlap(context, networks, link, options);
        if (options is { SkipAsSource: true, Address.Family: IPFamily.IPv4 })
        {
            session.Reporter.Warn($"The kernel marks {options.Address.Address} as deprecated but may still choose it as a source: IPv4 heeds the mark only where a route or a program chooses. "
                + "Give routes their source with New-NetRoute -Source.");
        }

        NetIPAddress address = AddressFactory.Create(made, context.Namespace, link.Name!);
        using var undo = new Undo(session.Reporter);
        undo.Push($"remove address {options.Address}", () => Remove(context, address));
        session.Checkpoint();
        AddGateway(context, link, options, reuse);
        undo.Keep();
        return address;
    }

    /// <summary>
    /// Tells everybody on a link of an address that was put on it. Of the many addresses of a long list the first ones are announced here,
    /// the others by <see cref="AnnounceOthers"/>.
    /// </summary>
    internal void Announce(NamespaceContext context, NetIPAddress address)
    {
        if (address.AddressState is AddressState.Tentative or AddressState.Duplicate)
            return;
        (NetNamespace, int) key = (context.Namespace, address.InterfaceIndex);
        int before = _announced.GetValueOrDefault(key);
        _announced[key] = before + 1;
        if (before >= AnnouncedAtOnce)
            return;
        LinkMessage link = context.Route.GetLink(address.InterfaceIndex);
        // The driver of hardware may not take a hardware address while it is up.
        if (AddressAnnouncement.IsRunning(link) && link.ParentDevice is null)
            AddressAnnouncement.Send(context, link, [address.IPAddress]);
    }

    /// <summary>Announces the rest.</summary>
    internal void AnnounceOthers()
    {
        foreach (((NetNamespace where, int link), int count) in _announced)
        {
            if (count > AnnouncedAtOnce)
                AddressAnnouncement.SendAll(session.In(where), link);
        }

        _announced.Clear();
    }

    private void TakeBack(NamespaceContext context, AddressMessage request)
    {
        try
        {
            context.Route.DeleteAddressWithEcho(request);
        }
        catch (NetlinkException e) when (e.Errno == Errno.EADDRNOTAVAIL)
        {
            // It was not made.
        }
        catch (NetlinkException e)
        {
            session.Reporter.Warn($"While undoing, could not remove address {request.Local}: {e.Message}");
        }
    }

    private static void AddGateway(NamespaceContext context, LinkMessage link, AddressOptions options, bool reuse)
    {
        if (options.Gateway is not { } gateway)
            return;
        IPNetwork all = options.Address.Family == IPFamily.IPv4 ? Subnet.AllIPv4 : Subnet.AllIPv6;
        RouteOperations.Create(context, link, new RouteOptions { Destination = all, NextHops = [gateway] }, reuse);
    }

    private ConnectedNetworks NetworksOf(NamespaceContext context)
    {
        if (!_networks.TryGetValue(context.Namespace, out ConnectedNetworks? networks))
            _networks.Add(context.Namespace, networks = ConnectedNetworks.Read(context));
        return networks;
    }

    private void WarnOfOverlap(NamespaceContext context, ConnectedNetworks networks, LinkMessage link, AddressOptions options)
    {
        var network = Subnet.Of(options.Peer ?? options.Address.Address, options.Address.PrefixLength);
        if (networks.Claim(context, network, link) is { } overlap)
            session.Reporter.Warn(overlap);
    }

    private static NetNsException Refused(NetlinkException e, NamespaceContext context, LinkMessage link, AddressOptions options)
    {
        string where = link.Name + context.Namespace.Suffix;
        bool isIPv6 = options.Address.Family == IPFamily.IPv6;
        return e.Errno switch
        {
            Errno.EEXIST => new NetNsException(NetNsError.AddressAlreadyExists, $"{where} has the address {options.Address} already.", options.Address.ToString(),
                $"Say -IfExists Reuse, or remove it with: {context.Namespace.Cmdlet($"Remove-NetIPAddress {options.Address} -InterfaceAlias {link.Name}")}", e),
            Errno.ENODEV => Failure.LinkNotFound(link.Name!, context.Namespace, e),
            Errno.EACCES when isIPv6 => new NetNsException(NetNsError.KernelFeatureMissing, $"Cannot add {options.Address} to {where}: IPv6 is switched off there (net.ipv6.conf.{link.Name}.disable_ipv6 is 1).",
                options.Address.ToString(), $"Switch it on with: {context.Namespace.Cmdlet($"Set-NetSysctl {$"net/ipv6/conf/{link.Name}/disable_ipv6"} 0")}", e),
            Errno.EINVAL when isIPv6 && link.Mtu < 1280 => new NetNsException(NetNsError.LinkSettingInvalid, $"Cannot add {options.Address} to {where}: its MTU is {link.Mtu}, and IPv6 needs at least 1280 bytes.",
                options.Address.ToString(), $"Raise it with: {context.Namespace.Cmdlet($"Set-NetLink {link.Name} -Mtu 1280")}", e),
            Errno.EOPNOTSUPP or Errno.EAFNOSUPPORT when isIPv6 => new NetNsException(NetNsError.KernelFeatureMissing, $"Cannot add {options.Address} to {where}: this kernel runs without IPv6.",
                options.Address.ToString(), null, e),
            _ => Failure.From(e, options.Address.ToString()),
        };
    }

    // The same address on the same link: what was asked for, or an error that says how it differs.
    private static AddressMessage? FindExisting(NamespaceContext context, LinkMessage link, AddressOptions options)
    {
        InterfaceAddress wanted = options.Address;
        List<AddressMessage> same = [.. context.Route.DumpAddresses((int)wanted.Family, link.Index).Where(a => (a.Local ?? a.Address)!.Equals(wanted.Address))];
        if (same.Count == 0)
            return null;
        AddressMessage present = same.Find(a => a.PrefixLength == wanted.PrefixLength) ?? same[0];
        NetIPAddress seen = AddressFactory.Create(present, context.Namespace, link.Name!);
        string? difference =
            seen.PrefixLength != wanted.PrefixLength ? $"with the prefix length {seen.PrefixLength}, not {wanted.PrefixLength}"
            : !Equals(seen.PeerAddress, options.Peer) ? $"with {(seen.PeerAddress is null ? "no peer" : $"the peer {seen.PeerAddress}")}, not {options.Peer?.ToString() ?? "without one"}"
            : options.Broadcast is not null && !options.Broadcast.Equals(seen.Broadcast) ? $"with {(seen.Broadcast is null ? "no broadcast address" : $"the broadcast address {seen.Broadcast}")}"
            : seen.SkipAsSource != options.SkipAsSource ? $"and is {(seen.SkipAsSource ? "not " : "")}chosen as a source"
            : seen.AddressState == AddressState.Duplicate ? "but somebody else on the link has it, too"
            : (seen.ValidLifetime == TimeSpan.MaxValue) != (options.ToMessage(0).CacheInfo is not { Valid: not AddressCacheInfo.Forever }) ? $"with a lifetime of {(seen.ValidLifetime == TimeSpan.MaxValue ? "for ever" : seen.ValidLifetime)}"
            : null;
        return difference is null ? present : throw new NetNsException(NetNsError.ExistingDiffers,
            $"{link.Name}{context.Namespace.Suffix} has the address {wanted.Address}, {difference}.", wanted.ToString(), $"Remove it with: {context.Namespace.Cmdlet($"Remove-NetIPAddress {seen.IPAddress} -InterfaceAlias {link.Name}")}");
    }
}
