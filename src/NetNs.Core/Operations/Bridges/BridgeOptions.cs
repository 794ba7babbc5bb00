using System.Net.NetworkInformation;

namespace NetNs.Operations;

/// <summary>What a new bridge shall be.</summary>
internal sealed record BridgeOptions
{
    internal required string Name { get; init; }

    internal IReadOnlyList<InterfaceAddress> Addresses { get; init; } = [];

    /// <summary>Null: a random one.</summary>
    internal PhysicalAddress? MacAddress { get; init; }

    /// <summary>Null: the smallest of its ports', as the kernel has it.</summary>
    internal int? Mtu { get; init; }

    internal bool Up { get; init; } = true;

    internal BridgeSettings Settings { get; init; } = new();
}
