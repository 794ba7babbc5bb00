using System.Net;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// The networks that the links of a namespace are on, by their addresses. Two links on one network, or on networks of which one
/// holds the other, compete for the same packets.
/// </summary>
internal sealed class ConnectedNetworks
{
    // By the length of the prefix: a network can only be inside one with a shorter prefix.
    private readonly SortedDictionary<int, Dictionary<IPNetwork, int>> _byLength = [];

    private readonly HashSet<(int Link, IPAddress Address)> _addresses = [];

    /// <summary>Reads them from the kernel.</summary>
    internal static ConnectedNetworks Read(NamespaceContext context)
    {
        var networks = new ConnectedNetworks();
        foreach (AddressMessage address in context.Route.StreamAddresses())
        {
            networks._addresses.Add((address.Index, (address.Local ?? address.Address)!));
            // Without a prefix route the kernel sends no packets to the network by this link.
            if ((address.Flags & AddressFlags.NoPrefixRoute) == 0)
                networks.Add(Subnet.Of(address.Address!, address.PrefixLength), address.Index);
        }

        return networks;
    }

    /// <summary>Whether the link had the address when this was read.</summary>
    internal bool HadAddress(int link, IPAddress address) => _addresses.Contains((link, address));

    /// <summary>Remembers a network. Every link has link-local IPv6, and a network of one competes with nothing: neither counts.</summary>
    internal void Add(IPNetwork network, int link)
    {
        if (!Competes(network))
            return;
        if (!_byLength.TryGetValue(network.PrefixLength, out Dictionary<IPNetwork, int>? sameLength))
            _byLength.Add(network.PrefixLength, sameLength = []);
        sameLength.TryAdd(network, link);
    }

    /// <summary>Remembers the network of an address that a link just got, and tells with what it overlaps; null where with nothing.</summary>
    internal string? Claim(NamespaceContext context, IPNetwork network, LinkMessage link)
    {
        (IPNetwork Network, int Link)? overlap = FindOverlap(network, link.Index);
        Add(network, link.Index);
        if (overlap is not { } found)
            return null;
        string other = new LinkNames(context)[found.Link];
        string what = found.Network.Equals(network)
            ? $"{network} is on two links{context.Namespace.Suffix} now, {other} and {link.Name}: packets to it leave by one of them only, {other} as long as its route was there first, and what is behind the other is not reached."
            : $"{network} on {link.Name} and {found.Network} on {other}{context.Namespace.Suffix} overlap: packets to addresses of both leave by {(found.Network.PrefixLength > network.PrefixLength ? other : link.Name)}, whose prefix is longer.";
        return $"{what} Give each link a subnet of its own, or make both ports of one bridge.";
    }

    /// <summary>A network of another link that shares addresses with this one; null where there is none.</summary>
    internal (IPNetwork Network, int Link)? FindOverlap(IPNetwork network, int link)
    {
        if (!Competes(network))
            return null;
        foreach ((int length, Dictionary<IPNetwork, int> networks) in _byLength)
        {
            if (length <= network.PrefixLength)
            {
                IPNetwork around = Subnet.Of(network.BaseAddress, length);
                if (networks.TryGetValue(around, out int other) && other != link)
                    return (around, other);
                continue;
            }

            foreach ((IPNetwork inside, int other) in networks)
            {
                if (other != link && network.Contains(inside.BaseAddress))
                    return (inside, other);
            }
        }

        return null;
    }

    /// <summary>All of one family in words: "10.0.0.0/24 on eth0, 172.18.0.0/16 on br0"; null where there is none.</summary>
    internal string? Describe(LinkNames names, IPFamily family)
    {
        IEnumerable<string> all = _byLength.Values.SelectMany(n => n).Where(n => Subnet.FamilyOf(n.Key.BaseAddress) == family).Select(n => $"{n.Key} on {names[n.Value]}");
        string[] first = [.. all.Take(6)];
        return first.Length == 0 ? null : string.Join(", ", first.Take(5)) + (first.Length > 5 ? " and more" : "");
    }

    private static bool Competes(IPNetwork network)
        => network.PrefixLength < (Subnet.FamilyOf(network.BaseAddress) == IPFamily.IPv4 ? 32 : 128) && !network.BaseAddress.IsIPv6LinkLocal && !IPAddress.IsLoopback(network.BaseAddress);
}
