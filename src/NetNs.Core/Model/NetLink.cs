using System.Net;
using System.Net.NetworkInformation;

namespace NetNs;

/// <summary>A network link: what <c>ip link</c> lists. An immutable snapshot that may outlive it.</summary>
public class NetLink : IEquatable<NetLink>
{
    /// <summary>Its name in its namespace.</summary>
    public required string Name { get; init; }

    /// <summary>Its number in its namespace.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>Veth, Bridge, Vxlan …; Loopback; Physical; or the kernel's word for any other kind.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether packets pass.</summary>
    public LinkState State { get; init; }

    /// <summary>Whether it is switched on.</summary>
    public LinkAdminState AdminState { get; init; }

    /// <summary>Its link-layer address; null where it has none.</summary>
    public PhysicalAddress? MacAddress { get; init; }

    /// <summary>The same as text, "02:42:ac:11:00:02": what views and JSON show.</summary>
    public string? LinkLayerAddress => MacAddress is null ? null : LinkLayerAddressText.Of(MacAddress.GetAddressBytes());

    /// <summary>The largest packet in bytes, without the link-layer header.</summary>
    public int Mtu { get; init; }

    /// <summary>Name of the bridge that it is a port of (its master).</summary>
    public string? Bridge { get; init; }

    /// <summary>Number of the other end of a veth, in <see cref="PeerNamespace"/>.</summary>
    public int? PeerIndex { get; init; }

    /// <summary>Name of the other end of a veth.</summary>
    public string? PeerName { get; init; }

    /// <summary>Where the other end of a veth is.</summary>
    public NetNamespace? PeerNamespace { get; init; }

    /// <summary>Number of the link that it runs over (VLAN, macvlan, VXLAN …), in <see cref="ParentNamespace"/>.</summary>
    public int? ParentIndex { get; init; }

    /// <summary>Name of the link that it runs over.</summary>
    public string? ParentName { get; init; }

    /// <summary>Where the link is that it runs over.</summary>
    public NetNamespace? ParentNamespace { get; init; }

    /// <summary>How siblings on one parent see each other (macvlan, macvtap), or at which layer it works (ipvlan).</summary>
    public string? Mode { get; init; }

    /// <summary>VLAN id, 1 to 4094.</summary>
    public int? VlanId { get; init; }

    /// <summary>VXLAN network identifier, 24 bits.</summary>
    public int? Vni { get; init; }

    /// <summary>Where a VXLAN sends what it has no other address for: a machine, or a multicast group.</summary>
    public IPAddress? Remote { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? RemoteText => Remote?.ToString();

    /// <summary>The address that a VXLAN sends from.</summary>
    public IPAddress? Local { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? LocalText => Local?.ToString();

    /// <summary>The UDP port of a VXLAN.</summary>
    public int? Port { get; init; }

    /// <summary>The routing table of a VRF.</summary>
    public uint? Table { get; init; }

    /// <summary>The user who may attach a program to a tap or tun without any right.</summary>
    public uint? UserId { get; init; }

    /// <summary>A free text that somebody gave it.</summary>
    public string? Alias { get; init; }

    /// <summary>Further names.</summary>
    public string[] AltNames { get; init; } = [];

    /// <summary>The number of the group of links that it belongs to; 0 is that of all links that nobody gave another.</summary>
    public uint Group { get; init; }

    /// <summary>Whether it takes frames for every address, because somebody set it so or something on it needs it.</summary>
    public bool Promiscuous { get; init; }

    /// <summary>How many packets may wait for sending.</summary>
    public int TxQueueLength { get; init; }

    /// <summary>Where it is.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>Words for a message: "veth0 in namespace web".</summary>
    internal string Description => Name + Namespace.Suffix;

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>The same link: namespace and number, whatever its name.</summary>
    public bool Equals(NetLink? other) => other is not null && InterfaceIndex == other.InterfaceIndex && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetLink);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InterfaceIndex, Namespace);
}
