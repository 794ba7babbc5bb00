using System.Net;
using System.Net.NetworkInformation;

namespace NetNs;

/// <summary>What a link has, in one object: addresses, gateways, neighbours. An immutable snapshot.</summary>
public sealed class NetIPConfiguration : IEquatable<NetIPConfiguration>
{
    /// <summary>Name of the link.</summary>
    public required string InterfaceAlias { get; init; }

    /// <summary>Number of the link.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>Veth, Bridge …; see <see cref="NetLink.Kind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether packets pass.</summary>
    public LinkState State { get; init; }

    /// <summary>Its link-layer address; null where it has none.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>The same as text, "02:42:ac:11:00:02": what views and JSON show.</summary>
    public string? LinkLayerAddress => MacAddress is null ? null : LinkLayerAddressText.Of(MacAddress.GetAddressBytes());

    /// <summary>The largest packet in bytes, without the link-layer header.</summary>
    public int Mtu { get; init; }

    /// <summary>Its IPv4 addresses.</summary>
    public NetIPAddress[] IPv4Address { get; init; } = [];

    /// <summary>Its IPv6 addresses.</summary>
    public NetIPAddress[] IPv6Address { get; init; } = [];

    /// <summary>The routers of the IPv4 default routes that leave by it.</summary>
    public IPAddress[] IPv4DefaultGateway { get; init; } = [];

    /// <summary>The routers of the IPv6 default routes that leave by it.</summary>
    public IPAddress[] IPv6DefaultGateway { get; init; } = [];

    /// <summary>How many neighbours on it have a known link-layer address.</summary>
    public int NeighborCount { get; init; }

    /// <summary>Where it is.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>Name of the link.</summary>
    public override string ToString() => InterfaceAlias;

    /// <summary>Of the same link.</summary>
    public bool Equals(NetIPConfiguration? other) => other is not null && InterfaceIndex == other.InterfaceIndex && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetIPConfiguration);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InterfaceIndex, Namespace);
}
