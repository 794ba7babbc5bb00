using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Api;

/// <content>Bridges, their ports, and what is connected to them.</content>
public sealed partial class NetStack
{
    /// <summary>Its bridges, in the order of their numbers.</summary>
    public IReadOnlyList<Bridge> Bridges() => Run<IReadOnlyList<Bridge>>(() => [.. new BridgeOperations(_session).List(_context)]);

    /// <summary>Makes a bridge with its addresses, or nothing.</summary>
    /// <param name="spec">What it shall be.</param>
    /// <exception cref="NetNsException">LinkAlreadyExists, LinkNameInvalid, AddressInvalid, KernelFeatureMissing, NotPermitted …</exception>
    public Bridge CreateBridge(BridgeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var options = new BridgeOptions
        {
            Name = spec.Name,
            Addresses = [.. spec.Addresses.Select(a => InterfaceAddress.Parse(a))],
            MacAddress = spec.MacAddress,
            Mtu = spec.Mtu,
            Up = spec.Up,
            Settings = new BridgeSettings { Stp = spec.Stp, VlanFiltering = spec.VlanFiltering },
        };
        BridgeOperations.Check(options);
        return Run(() => new BridgeOperations(_session).Create(_context, options));
    }

    /// <summary>Removes a bridge. Its ports stay, and are ports no more.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="NetNsException">BridgeNotFound, NotABridge, NotPermitted.</exception>
    public void RemoveBridge(string name) => Remove(BridgeOperations.Find(_context, LinkOf(name)));

    /// <summary>Makes a link a port of a bridge.</summary>
    /// <param name="bridge">The bridge's name.</param>
    /// <param name="link">The link's name.</param>
    /// <exception cref="NetNsException">BridgeNotFound, NotABridge, LinkNotFound, AlreadyABridgePort, BridgeFull, NotPermitted.</exception>
    public BridgePort AddPort(string bridge, string link)
        => Run(() => new BridgeOperations(_session).AddPort(_context, BridgeOperations.Find(_context, LinkOf(bridge)), LinkOperations.Find(_context, LinkOf(link)), new BridgePortSettings(), reuse: false));

    /// <summary>
    /// Connects a namespace to a bridge of this stack by a veth pair: one end is a port of the bridge, the other is inside, with
    /// an address and a default route. Or nothing.
    /// </summary>
    /// <param name="target">The namespace.</param>
    /// <param name="bridge">The bridge's name.</param>
    /// <param name="spec">How; null: the next free address, a default route, "eth0".</param>
    /// <exception cref="NetNsException">
    /// BridgeNotFound, NamespaceNotFound, LinkAlreadyExists, AddressInvalid, AddressAlreadyExists, NoFreeAddress, BridgeFull, NotPermitted …
    /// </exception>
    public BridgeConnection Connect(NetNamespace target, string bridge, ConnectionSpec? spec = null)
    {
        ArgumentNullException.ThrowIfNull(target);
        spec ??= new ConnectionSpec();
        var options = new ConnectOptions
        {
            Addresses = spec.Addresses is null ? null : [.. spec.Addresses.Select(RequestedAddress.Parse)],
            InterfaceAlias = LinkName.Check(spec.InterfaceAlias),
            HostInterfaceAlias = spec.HostInterfaceAlias is { } name ? LinkName.Check(name) : null,
            DefaultRoute = spec.DefaultRoute && spec.Addresses is not [],
            Mtu = spec.Mtu is { } mtu ? (int)LinkOperations.CheckMtu(mtu) : null,
            Hairpin = spec.Hairpin,
        };
        return Run(() =>
        {
            using var connector = new BridgeConnector(_session, _context, LinkOf(bridge));
            return connector.Connect(target, options);
        });
    }

    /// <summary>Takes the connections of a namespace to a bridge away: both ends, and with them the inner addresses and routes.</summary>
    /// <param name="target">The namespace.</param>
    /// <param name="bridge">The bridge's name.</param>
    /// <exception cref="NetNsException">BridgeNotFound, NotABridge, LinkNotFound where it is not connected, NotPermitted.</exception>
    public void Disconnect(NetNamespace target, string bridge)
    {
        ArgumentNullException.ThrowIfNull(target);
        Run(() =>
        {
            var found = new FoundLink(_context, BridgeOperations.Find(_context, LinkOf(bridge)));
            foreach (FoundLink port in new BridgeOperations(_session).FindConnections(_context, target, found))
                Remove(port.Message);
            return true;
        });
    }
}
