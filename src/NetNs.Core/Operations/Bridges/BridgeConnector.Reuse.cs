using NetNs.Route;

namespace NetNs.Operations;

/// <content>A connection that is there already.</content>
internal sealed partial class BridgeConnector
{
    /// <summary>The present connection, where it is what was asked for.</summary>
    /// <exception cref="NetNsException">ExistingDiffers, with the difference.</exception>
    private BridgeConnection Existing(NamespaceContext inner, ConnectOptions options)
    {
        LinkMessage peer = inner.Route.GetLink(options.InterfaceAlias);
        LinkMessage? host = HostOf(inner, peer);
        if (host is null)
            throw Differs(inner, options, $"it does not lead to {Bridge}{_context.Namespace.Suffix}");
        if (options.HostInterfaceAlias is { } name && host.Name != name)
            throw Differs(inner, options, $"its other end is called {host.Name}, not {name}");
        if (options.Mtu is { } mtu && peer.Mtu != mtu)
            throw Differs(inner, options, $"its MTU is {peer.Mtu}, not {mtu}");
        if (host.Port?.Hairpin is { } hairpin && hairpin != options.Hairpin)
            throw Differs(inner, options, $"hairpin is {(hairpin ? "on" : "off")}");
        if (!peer.Flags.HasFlag(LinkFlags.Up) || !host.Flags.HasFlag(LinkFlags.Up))
            throw Differs(inner, options, "it is down");

        List<InterfaceAddress> addresses = BridgeOperations.AddressesOf(inner, peer.Index);
        CheckAddresses(inner, options, addresses);
        List<InterfaceAddress> gateways = [.. inner.Route.DumpRoutes()
            .Where(r => r.DestinationLength == 0 && r.OutputLink == peer.Index && r.Gateway is not null)
            .Select(r => _bridgeAddresses.Find(b => b.Address.Equals(r.Gateway))).OfType<InterfaceAddress>()];
        if (options.DefaultRoute && GatewaysOf(addresses).Find(g => !gateways.Contains(g)) is { } missing)
            throw Differs(inner, options, $"there is no default route through {missing.Address}");
        return Describe(inner.Namespace, host, peer, addresses, gateways);
    }

    /// <summary>The port that an inner end leads to; null where it leads anywhere but to this bridge.</summary>
    private LinkMessage? HostOf(NamespaceContext inner, LinkMessage peer)
    {
        if (peer.Kind is not VethKind || peer.Link is not { } index || index == 0 || peer.LinkNamespaceId is not { } id
            || inner.Route.FindNamespaceId(_context.Handle.File) != id)
            return null;
        LinkMessage host = _context.Route.GetLink(index);
        return host.Master == Bridge.InterfaceIndex ? host : null;
    }

    private void CheckAddresses(NamespaceContext inner, ConnectOptions options, List<InterfaceAddress> present)
    {
        if (options.Addresses is { Count: 0 })
        {
            if (present.Count > 0)
                throw Differs(inner, options, $"it has the address {present[0]}");
        }
        else if (options.Addresses is { } wanted)
        {
            if (wanted.Select(a => a.Complete(_bridgeAddresses, Bridge.Name)).FirstOrDefault(a => !present.Contains(a)) is { } missing)
                throw Differs(inner, options, $"it does not have the address {missing}");
        }
        else if (_bridgeAddresses.Find(b => b.PrefixLength < b.MaxPrefixLength && !present.Exists(a => a.Network.Equals(b.Network))) is { } subnet)
        {
            throw Differs(inner, options, $"it has no address in {subnet.Network}");
        }
    }

    private static NetNsException Differs(NamespaceContext inner, ConnectOptions options, string difference) => new(NetNsError.ExistingDiffers,
        $"A link '{options.InterfaceAlias}' is there already{inner.Namespace.Suffix}, but {difference}.", inner.Namespace,
        $"Give the inner end another name with -InterfaceAlias, or remove the present one with: {inner.Namespace.Cmdlet($"Remove-NetLink {options.InterfaceAlias}")}");
}
