using System.Net.NetworkInformation;

namespace NetNs.Api;

/// <summary>What a new bridge, a switch in the kernel, shall be.</summary>
/// <param name="Name">Its name: 1 to 15 bytes.</param>
public sealed record BridgeSpec(string Name)
{
    /// <summary>Its addresses, in CIDR form: "172.18.0.1/16". They are the gateways of what is connected to it.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Its link-layer address; null: a random one. Either way it does not change with its ports.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>MTU in bytes; null: the smallest of its ports'.</summary>
    public int? Mtu { get; init; }

    /// <summary>Whether it is switched on.</summary>
    public bool Up { get; init; } = true;

    /// <summary>Whether it runs the spanning-tree protocol; null: the kernel's choice, which is no.</summary>
    public bool? Stp { get; init; }

    /// <summary>Whether ports keep VLANs apart; null: the kernel's choice, which is no.</summary>
    public bool? VlanFiltering { get; init; }
}
