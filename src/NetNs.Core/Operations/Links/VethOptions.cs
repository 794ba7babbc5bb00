using System.Net.NetworkInformation;

namespace NetNs.Operations;

/// <summary>What a veth pair shall be.</summary>
internal sealed record VethOptions
{
    internal required string Name { get; init; }

    internal required string PeerName { get; init; }

    /// <summary>Null: a random one.</summary>
    internal PhysicalAddress? MacAddress { get; init; }

    internal PhysicalAddress? PeerMacAddress { get; init; }

    /// <summary>Of both ends.</summary>
    internal int? Mtu { get; init; }

    internal IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    internal IReadOnlyList<InterfaceAddress> PeerAddresses { get; init; } = [];

    /// <summary>The bridge that takes the first end.</summary>
    internal LinkReference? Bridge { get; init; }

    internal bool Up { get; init; }

    /// <summary>Whether a pair that is there and is all this is as good.</summary>
    internal bool Reuse { get; init; }

    /// <summary>Looks at what can be judged without the kernel.</summary>
    /// <param name="together">Whether both ends go to the same namespace.</param>
    /// <exception cref="NetNsException">LinkNameInvalid, LinkLayerAddressInvalid, LinkSettingInvalid, ArgumentsInvalid.</exception>
    internal void Check(bool together)
    {
        LinkName.Check(Name);
        LinkName.Check(PeerName);
        if (together && Name == PeerName)
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Both ends of the pair would be called '{Name}' in one namespace.", Name,
                "Give two names, or put the second end elsewhere with -PeerNamespace.");
        }

        if (MacAddress is not null)
            LinkOperations.CheckMac(MacAddress);
        if (PeerMacAddress is not null)
            LinkOperations.CheckMac(PeerMacAddress);
        if (Mtu is { } mtu)
            CheckMtu(mtu);
    }

    private void CheckMtu(int mtu)
    {
        LinkOperations.CheckMtu(mtu);
        if (mtu < LinkOperations.IPv6MinMtu && Addresses.Concat(PeerAddresses).FirstOrDefault(a => a.Family == IPFamily.IPv6) is { } address)
        {
            throw new NetNsException(NetNsError.LinkSettingInvalid, $"A link with an MTU of {mtu} cannot have the address {address}: IPv6 needs {LinkOperations.IPv6MinMtu} bytes (RFC 8200).",
                mtu, $"Give an MTU of {LinkOperations.IPv6MinMtu} or more, or no IPv6 address.");
        }
    }
}
