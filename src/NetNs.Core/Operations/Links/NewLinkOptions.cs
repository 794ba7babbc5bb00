using System.Net;
using System.Net.NetworkInformation;

namespace NetNs.Operations;

/// <summary>What a virtual link shall be. Null: the kernel's choice, or not said.</summary>
internal sealed record NewLinkOptions
{
    internal required string Name { get; init; }

    internal required VirtualLinkKind Kind { get; init; }

    /// <summary>The link that it runs over; may be in another namespace.</summary>
    internal LinkReference? Parent { get; init; }

    internal int? VlanId { get; init; }

    internal string? Mode { get; init; }

    internal int? Vni { get; init; }

    internal IPAddress? Remote { get; init; }

    internal IPAddress? Local { get; init; }

    internal int? Port { get; init; }

    internal long? Table { get; init; }

    /// <summary>The user who may attach a program to a tap or tun.</summary>
    internal uint? UserId { get; init; }

    internal int? Mtu { get; init; }

    /// <summary>Null: a random one, or the parent's for the kinds that share it.</summary>
    internal PhysicalAddress? MacAddress { get; init; }

    internal bool Up { get; init; }

    /// <summary>Whether a link that is there and is all this is as good.</summary>
    internal bool Reuse { get; init; }

    /// <summary>Looks at what can be judged without the kernel.</summary>
    /// <exception cref="NetNsException">LinkNameInvalid, ArgumentsInvalid, LinkSettingInvalid, PortInvalid, LinkLayerAddressInvalid.</exception>
    internal void Check()
    {
        LinkName.Check(Name);
        VirtualLinkShape.Of(Kind).Check(this);
        if (VlanId is < 1 or > 4094)
            throw Invalid(NetNsError.LinkSettingInvalid, $"{VlanId} is not a VLAN id: 0 and 4095 are reserved (IEEE 802.1Q)", VlanId, "Give 1 to 4094.");
        if (Vni is < 0 or > 0xffffff)
            throw Invalid(NetNsError.LinkSettingInvalid, $"{Vni} is not a VXLAN network identifier: it has 24 bits (RFC 7348)", Vni, "Give 0 to 16777215.");
        if (Port is < 1 or > 65535)
            throw Invalid(NetNsError.PortInvalid, $"{Port} is not a UDP port", Port, "Give 1 to 65535; 4789 is the standard's.");
        if (Table is < 1 or > uint.MaxValue)
            throw Invalid(NetNsError.LinkSettingInvalid, $"{Table} is not a routing table", Table, "Give 1 to 4294967295; 253 to 255 are the system's own.");
        if (Remote is not null && Local is not null && Remote.AddressFamily != Local.AddressFamily)
            throw Invalid(NetNsError.ArgumentsInvalid, $"A VXLAN cannot send from {Local} to {Remote}: one is IPv4, the other IPv6", Name, "Give two addresses of one family.");
        if (MacAddress is not null)
            LinkOperations.CheckMac(MacAddress);
        if (Mtu is { } mtu)
            LinkOperations.CheckMtu(mtu);
    }

    /// <summary>Reads the address of a machine or of a multicast group.</summary>
    /// <exception cref="NetNsException">AddressInvalid, with the text shown.</exception>
    internal static IPAddress ParseAddress(string text) => InterfaceAddress.TryParseAddress(text, out IPAddress? address) ? address
        : throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' is not an IP address.", text, "Write it like 192.0.2.1 or 2001:db8::1.");

    private static NetNsException Invalid(NetNsError error, string what, object? target, string advice) => new(error, what + ".", target, advice);
}
