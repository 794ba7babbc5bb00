using System.Net;

namespace NetNs.Operations;

/// <summary>What a cable between two namespaces shall be.</summary>
internal sealed record CableOptions
{
    /// <summary>Name of the first end; null: the first of eth0, eth1 … that is free.</summary>
    internal string? Name { get; init; }

    /// <summary>Name of the second end; null: as the first.</summary>
    internal string? PeerName { get; init; }

    /// <summary>The networks of the cable, one of each family. The ends get the first two addresses of each.</summary>
    internal IReadOnlyList<IPNetwork> Subnets { get; init; } = [];

    internal int? Mtu { get; init; }

    /// <summary>The ends whose namespace gets a default route over the cable.</summary>
    internal IReadOnlyList<CableEnd> DefaultRoutes { get; init; } = [];

    internal bool Reuse { get; init; }

    /// <summary>Reads the networks, and checks that there is one of each family at most, and room for two.</summary>
    /// <exception cref="NetNsException">SubnetInvalid, ArgumentsInvalid.</exception>
    internal static IReadOnlyList<IPNetwork> ParseSubnets(IEnumerable<string> texts)
    {
        IPNetwork[] networks = [.. texts.Select(Subnet.Parse)];
        if (networks.GroupBy(n => Subnet.FamilyOf(n.BaseAddress)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"A cable has one network of each family: {string.Join(" and ", twice)} are both {twice.Key}.", twice.Last().ToString(), "Give one IPv4 network, one IPv6 network, or one of each.");
        foreach (IPNetwork network in networks)
        {
            if (network.PrefixLength == MaxLength(network))
                throw new NetNsException(NetNsError.SubnetInvalid, $"{network} has room for one address; a cable needs two.", network.ToString(), $"Write it with a shorter prefix: {network.BaseAddress}/{MaxLength(network) - 1}");
        }

        return networks;
    }

    /// <summary>The addresses of one end: the first or the second that a host can have. Of two addresses (RFC 3021, RFC 6164), both.</summary>
    internal IReadOnlyList<InterfaceAddress> Addresses(CableEnd end) => [.. Subnets.Select(n => new InterfaceAddress(Host(n, end), n.PrefixLength))];

    private static int MaxLength(IPNetwork network) => Subnet.FamilyOf(network.BaseAddress) == IPFamily.IPv4 ? 32 : 128;

    // The last byte of the network's own address is free, or has room for the bits behind the prefix.
    private static IPAddress Host(IPNetwork network, CableEnd end)
    {
        byte[] bytes = network.BaseAddress.GetAddressBytes();
        int first = network.PrefixLength == MaxLength(network) - 1 ? 0 : 1;
        bytes[^1] += (byte)(first + (end == CableEnd.A ? 0 : 1));
        return new IPAddress(bytes);
    }
}
