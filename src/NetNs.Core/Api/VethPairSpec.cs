using System.Net.NetworkInformation;

namespace NetNs.Api;

/// <summary>What a new veth pair, a virtual cable, shall be.</summary>
/// <param name="Name">Name of the first end, which stays in the stack that makes the pair: 1 to 15 bytes.</param>
/// <param name="PeerName">Name of the second end.</param>
public sealed record VethPairSpec(string Name, string PeerName)
{
    /// <summary>Where the second end goes; null: into the same namespace.</summary>
    public NetNamespace? PeerNamespace { get; init; }

    /// <summary>Addresses of the first end, in CIDR form: "172.18.0.11/16".</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Addresses of the second end, in CIDR form.</summary>
    public IReadOnlyList<string> PeerAddresses { get; init; } = [];

    /// <summary>Link-layer address of the first end; null: a random one.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>Link-layer address of the second end; null: a random one.</summary>
    public PhysicalAddress? PeerMacAddress { get; init; }

    /// <summary>MTU of both ends in bytes; null: 1500.</summary>
    public int? Mtu { get; init; }

    /// <summary>Name of a bridge that takes the first end as a port.</summary>
    public string? Bridge { get; init; }

    /// <summary>Whether both ends are switched on.</summary>
    public bool Up { get; init; } = true;
}
