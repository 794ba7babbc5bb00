using NetNs.Operations;

namespace NetNs.Api;

/// <content>Links.</content>
public sealed partial class NetStack
{
    /// <summary>Its links, in the order of their numbers. A veth's other end is looked up, whichever namespace it is in.</summary>
    public IReadOnlyList<NetLink> Links() => [.. new LinkOperations(_session).List(_context)];

    /// <summary>One link.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    public NetLink Link(string name) => new LinkOperations(_session).Describe(_context, LinkOperations.Find(_context, LinkOf(name)));

    /// <summary>Makes a veth pair, each end in its final place, or nothing.</summary>
    /// <param name="spec">What it shall be.</param>
    /// <exception cref="NetNsException">LinkAlreadyExists, LinkNameInvalid, AddressInvalid, BridgeNotFound, NotABridge, NotPermitted …</exception>
    public VethPair CreateVethPair(VethPairSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var options = new VethOptions
        {
            Name = spec.Name,
            PeerName = spec.PeerName,
            MacAddress = spec.MacAddress,
            PeerMacAddress = spec.PeerMacAddress,
            Mtu = spec.Mtu,
            Addresses = [.. spec.Addresses.Select(a => InterfaceAddress.Parse(a))],
            PeerAddresses = [.. spec.PeerAddresses.Select(a => InterfaceAddress.Parse(a))],
            Bridge = spec.Bridge is { } bridge ? LinkOf(bridge) : null,
            Up = spec.Up,
        };
        using NamespaceContext? other = spec.PeerNamespace is { } peer && !peer.Equals(Namespace) ? _session.Open(peer) : null;
        return new LinkOperations(_session).CreateVethPair(_context, other ?? _context, options);
    }
}
