using System.Net;
using System.Net.NetworkInformation;

namespace NetNs;

/// <summary>A neighbour: which link-layer address an IP address on the link has (ARP, NDP). An immutable snapshot.</summary>
public sealed class NetNeighbor : IEquatable<NetNeighbor>
{
    /// <summary>The neighbour's IP address.</summary>
    public required IPAddress IPAddress { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string IPAddressText => IPAddress.ToString();

    /// <summary>Its link-layer address; null where nobody answered.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>The same as text, "02:42:ac:11:00:02": what views and JSON show.</summary>
    public string? LinkLayerAddress => MacAddress is null ? null : LinkLayerAddressText.Of(MacAddress.GetAddressBytes());

    /// <summary>The neighbour's IP address as text.</summary>
    public string Address => IPAddress.ToString();

    /// <summary>Name of the link that leads to it.</summary>
    public required string InterfaceAlias { get; init; }

    /// <summary>Number of the link that leads to it.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>How sure the kernel is.</summary>
    public NetNeighborState State { get; init; }

    /// <summary>IPv4 or IPv6.</summary>
    public IPFamily AddressFamily { get; init; }

    /// <summary>Where it is.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The neighbour's IP address.</summary>
    public override string ToString() => IPAddress.ToString();

    /// <summary>The same neighbour on the same link.</summary>
    public bool Equals(NetNeighbor? other)
        => other is not null && InterfaceIndex == other.InterfaceIndex && IPAddress.Equals(other.IPAddress) && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetNeighbor);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InterfaceIndex, IPAddress, Namespace);
}
