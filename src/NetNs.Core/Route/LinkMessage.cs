using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>What stands inside IFLA_LINKINFO, linux/if_link.h.</summary>
internal static class LinkInfoAttribute
{
    internal const ushort Kind = 1; // IFLA_INFO_KIND
    internal const ushort Data = 2; // IFLA_INFO_DATA
    internal const ushort PortKind = 4; // IFLA_INFO_SLAVE_KIND
    internal const ushort PortData = 5; // IFLA_INFO_SLAVE_DATA
}

/// <summary>Bits of IFLA_EXT_MASK: what a dump carries or leaves out, linux/rtnetlink.h.</summary>
internal static class LinkExtension
{
    internal const uint SkipStatistics = 8; // RTEXT_FILTER_SKIP_STATS
    internal const uint BridgeVlan = 2; // RTEXT_FILTER_BRVLAN
}

/// <summary>What stands inside IFLA_AF_SPEC for IPv6, linux/if_link.h.</summary>
internal static class IPv6LinkAttribute
{
    internal const ushort AddressGeneration = 8; // IFLA_INET6_ADDR_GEN_MODE
}

/// <summary>How a link gets its IPv6 link-local address, linux/if_link.h.</summary>
internal enum AddressGenerationMode : byte
{
    Eui64 = 0, // IN6_ADDR_GEN_MODE_EUI64
    None = 1, // IN6_ADDR_GEN_MODE_NONE
}

/// <summary>
/// RTM_NEWLINK and its relatives: a link as the kernel tells it, or as it shall become. Null means "not said".
/// </summary>
internal sealed record LinkMessage : INetlinkMessage<LinkMessage>
{
    /// <summary>The longest name of a link; alternative names may be longer.</summary>
    internal const int MaxNameBytes = 15; // IFNAMSIZ, linux/if.h, with its NUL

    /// <summary>The longest alternative name.</summary>
    internal const int MaxAlternativeNameBytes = 127; // ALTIFNAMSIZ, linux/if.h, less the NUL

    public static ushort ReplyType => RouteMessageType.NewLink;

    internal byte Family { get; init; }

    /// <summary>ARPHRD_… number: 1 Ethernet, 772 loopback.</summary>
    internal ushort HardwareType { get; init; }

    internal int Index { get; init; }

    internal LinkFlags Flags { get; init; }

    /// <summary>Which of <see cref="Flags"/> a request changes.</summary>
    internal LinkFlags Change { get; init; }

    internal string? Name { get; init; }

    internal byte[]? Address { get; init; }

    internal uint? Mtu { get; init; }

    /// <summary>Index of the link below, or of the other end of a veth; in the namespace <see cref="LinkNamespaceId"/> where that is told.</summary>
    internal int? Link { get; init; }

    /// <summary>Index of the bridge or VRF it is a port of; 0 in a request takes it out.</summary>
    internal int? Master { get; init; }

    internal uint? TxQueueLength { get; init; }

    /// <summary>RFC 2863 state, linux/if.h IF_OPER_….</summary>
    internal byte? OperationalState { get; init; }

    internal string? Alias { get; init; }

    internal uint? Group { get; init; }

    /// <summary>Namespace that the link shall be made in or moved to, as an open descriptor.</summary>
    internal int? NamespaceDescriptor { get; init; }

    internal uint? ExtensionMask { get; init; }

    internal uint? Promiscuity { get; init; }

    internal uint? TxQueues { get; init; }

    internal uint? RxQueues { get; init; }

    /// <summary>Id, as seen from here, of the namespace that <see cref="Link"/> counts in.</summary>
    internal int? LinkNamespaceId { get; init; }

    /// <summary>Ask about another namespace than the socket's, by id; with strict checking only.</summary>
    internal int? TargetNamespaceId { get; init; }

    internal uint? MinMtu { get; init; }

    internal uint? MaxMtu { get; init; }

    /// <summary>More names (altname), which the kernel finds a link by as well. Read only.</summary>
    internal string[] AlternativeNames { get; init; } = [];

    /// <summary>An alternative name to look for, up to 127 bytes (ALTIFNAMSIZ). Written only.</summary>
    internal string? WantedAlternativeName { get; init; }

    /// <summary>The bus device behind a physical link: "0000:00:05.0", "virtio0".</summary>
    internal string? ParentDevice { get; init; }

    internal LinkKind? Kind { get; init; }

    /// <summary>What it is as a port of a bridge.</summary>
    internal BridgePortKind? Port { get; init; }

    /// <summary>How its IPv6 link-local address is made. Only in requests, and refused at creation.</summary>
    internal AddressGenerationMode? AddressGeneration { get; init; }

    /// <summary>The settings of IPv4 on the link: in answers all of them, in requests those that are to change.</summary>
    internal IPv4LinkSettings? IPv4Settings { get; init; }

    internal LinkCounters? Counters { get; init; }

    /// <summary>Writes header and attributes: a message's payload, or what stands in VETH_INFO_PEER.</summary>
    internal void Write(NetlinkWriter writer)
    {
        var header = new LinkHeader { Family = Family, Type = HardwareType, Index = Index, Flags = Flags, Change = Change };
        writer.PutHeader(in header);
        LinkMessageWriter.WriteAttributes(this, writer);
    }

    /// <inheritdoc/>
    public static LinkMessage Parse(ReadOnlySpan<byte> payload) => LinkMessageReader.Parse(payload);
}
