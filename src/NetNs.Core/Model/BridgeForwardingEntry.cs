using System.Net.NetworkInformation;

namespace NetNs;

/// <summary>An address that a bridge knows, and the port that it is behind. An immutable snapshot.</summary>
public sealed class BridgeForwardingEntry : IEquatable<BridgeForwardingEntry>
{
    /// <summary>The link-layer address.</summary>
    public required PhysicalAddress MacAddress { get; init; }

    /// <summary>The link-layer address as Linux writes it: 02:42:ac:11:00:02.</summary>
    public string LinkLayerAddress => LinkLayerAddressText.Of(MacAddress.GetAddressBytes());

    /// <summary>The VLAN it was seen in; null where the bridge keeps no VLANs apart.</summary>
    public int? VlanId { get; init; }

    /// <summary>How the bridge came to know it.</summary>
    public BridgeForwardingState State { get; init; }

    /// <summary>The bridge's name.</summary>
    public required string Bridge { get; init; }

    /// <summary>The port's name; the bridge's own for an address of the bridge.</summary>
    public required string Link { get; init; }

    /// <summary>The port's number.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>Where the other end of the port is, where it is one end of a veth.</summary>
    public NetNamespace? PeerNamespace { get; init; }

    /// <summary>Where the bridge is.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The address.</summary>
    public override string ToString() => LinkLayerAddress;

    /// <summary>The same entry: namespace, bridge, VLAN and address.</summary>
    public bool Equals(BridgeForwardingEntry? other)
        => other is not null && MacAddress.Equals(other.MacAddress) && VlanId == other.VlanId && Bridge == other.Bridge && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BridgeForwardingEntry);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MacAddress, VlanId, Bridge, Namespace);
}
