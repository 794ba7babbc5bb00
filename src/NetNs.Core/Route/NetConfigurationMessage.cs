using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>Attributes of a configuration message, linux/netconf.h.</summary>
internal static class NetConfigurationAttribute
{
    internal const ushort Index = 1; // NETCONFA_IFINDEX
    internal const ushort Forwarding = 2; // NETCONFA_FORWARDING
    internal const ushort ReversePathFilter = 3; // NETCONFA_RP_FILTER
}

/// <summary>
/// RTM_NEWNETCONF: some settings of IPv4 or IPv6 on one link, or those for "all" links. A dump of it is a hundredth of a dump of the links.
/// </summary>
internal sealed record NetConfigurationMessage : INetlinkMessage<NetConfigurationMessage>
{
    /// <summary>The index under which the settings of "all" are told.</summary>
    internal const int All = -1; // NETCONFA_IFINDEX_ALL

    private const int HeaderLength = 4; // struct netconfmsg is one byte, padded

    public static ushort ReplyType => RouteMessageType.NewNetConfiguration;

    /// <summary>The link's number; -1 for "all", -2 for the default of links to come.</summary>
    internal int Index { get; init; }

    internal bool Forwarding { get; init; }

    /// <summary>rp_filter: 0 off, 1 strict, 2 loose; null with IPv6.</summary>
    internal int? ReversePathFilter { get; init; }

    /// <summary>The whole of a dump request.</summary>
    internal static void WriteQuery(NetlinkWriter writer, byte family) => writer.Reserve(HeaderLength)[0] = family;

    /// <inheritdoc/>
    public static NetConfigurationMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength)
            throw new NetlinkFormatException($"A configuration message has {payload.Length} bytes; its header alone has {HeaderLength}.");
        int index = 0;
        bool forwarding = false;
        int? filter = null;
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[HeaderLength..]))
        {
            switch (attribute.Type)
            {
                case NetConfigurationAttribute.Index:
                    index = attribute.Int32;
                    break;
                case NetConfigurationAttribute.Forwarding:
                    forwarding = attribute.Int32 != 0;
                    break;
                case NetConfigurationAttribute.ReversePathFilter:
                    filter = attribute.Int32;
                    break;
            }
        }

        return new NetConfigurationMessage { Index = index, Forwarding = forwarding, ReversePathFilter = filter };
    }
}
