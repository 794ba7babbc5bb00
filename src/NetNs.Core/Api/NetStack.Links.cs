using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Api;

/// <content>Links.</content>
public sealed partial class NetStack
{
    /// <summary>Its links, in the order of their numbers. A veth's other end is looked up, whichever namespace it is in.</summary>
    public IReadOnlyList<NetLink> Links() => Run<IReadOnlyList<NetLink>>(() => [.. new LinkOperations(_session).List(_context)]);

    /// <summary>One link.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    public NetLink Link(string name) => Run(() => new LinkOperations(_session).Describe(_context, LinkOperations.Find(_context, LinkOf(name))));

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
        return Run(() =>
        {
            using NamespaceContext? other = spec.PeerNamespace is { } peer && !peer.Equals(Namespace) ? _session.Open(peer) : null;
            return new LinkOperations(_session).CreateVethPair(_context, other ?? _context, options);
        });
    }

    /// <summary>Switches a link on or off.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="up">False switches it off.</param>
    /// <returns>The link as it then is.</returns>
    /// <exception cref="NetNsException">LinkNotFound, NotPermitted.</exception>
    public NetLink SetLinkUp(string name, bool up = true) => ChangeLink(name, new LinkSettings { Up = up });

    /// <summary>Changes the MTU of a link.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="mtu">The largest packet in bytes, without the link-layer header.</param>
    /// <returns>The link as it then is.</returns>
    /// <exception cref="NetNsException">LinkNotFound, LinkSettingInvalid where its driver does not take it, NotPermitted.</exception>
    public NetLink SetLinkMtu(string name, int mtu) => ChangeLink(name, new LinkSettings { Mtu = mtu });

    /// <summary>Moves a link into another namespace. Its addresses and routes do not go with it, and it arrives switched off.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="newName">Its name there; null: the one it has.</param>
    /// <returns>The link as it is there.</returns>
    /// <exception cref="NetNsException">LinkNotFound, NamespaceNotFound, LinkAlreadyExists, KernelRefused where its kind cannot leave, NotPermitted.</exception>
    public NetLink MoveLink(string name, NetNamespace destination, string? newName = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return Run(() =>
        {
            using NamespaceContext there = _session.Open(destination);
            return new LinkOperations(_session).Move(_context, LinkOperations.Find(_context, LinkOf(name)), there, newName);
        });
    }

    /// <summary>Removes a link. The other end of a veth goes with it.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="NetNsException">LinkNotFound, KernelRefused for hardware and lo, NotPermitted.</exception>
    public void RemoveLink(string name)
    {
        LinkMessage link = LinkOperations.Find(_context, LinkOf(name));
        LinkRemoval.Check(_context, link);
        Remove(link);
    }

    private void Remove(LinkMessage link) => LinkRemoval.RemoveOne(_context, link, (_, failure) => throw failure);

    private NetLink ChangeLink(string name, LinkSettings settings) => Run(() =>
    {
        LinkMessage link = LinkOperations.Find(_context, LinkOf(name));
        settings.Check();
        var links = new LinkOperations(_session);
        links.Change(_context, link, settings);
        return links.Read(_context, link.Index);
    });
}
