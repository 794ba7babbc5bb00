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

    internal int? Mtu { get; init; }

    internal IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    internal IReadOnlyList<InterfaceAddress> PeerAddresses { get; init; } = [];

    /// <summary>The bridge that takes the first end.</summary>
    internal LinkReference? Bridge { get; init; }

    internal bool Up { get; init; }
}
