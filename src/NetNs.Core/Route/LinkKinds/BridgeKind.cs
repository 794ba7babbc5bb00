using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>IFLA_INFO_DATA of a bridge, linux/if_link.h. Times are in 1/100 s.</summary>
internal static class BridgeAttribute
{
    internal const ushort ForwardDelay = 1; // IFLA_BR_FORWARD_DELAY
    internal const ushort HelloTime = 2; // IFLA_BR_HELLO_TIME
    internal const ushort MaxAge = 3; // IFLA_BR_MAX_AGE
    internal const ushort AgeingTime = 4; // IFLA_BR_AGEING_TIME
    internal const ushort StpState = 5; // IFLA_BR_STP_STATE
    internal const ushort Priority = 6; // IFLA_BR_PRIORITY
    internal const ushort VlanFiltering = 7; // IFLA_BR_VLAN_FILTERING
    internal const ushort GroupForwardMask = 9; // IFLA_BR_GROUP_FWD_MASK
    internal const ushort MulticastSnooping = 23; // IFLA_BR_MCAST_SNOOPING
    internal const ushort CallIPTables = 36; // IFLA_BR_NF_CALL_IPTABLES
    internal const ushort CallIP6Tables = 37; // IFLA_BR_NF_CALL_IP6TABLES
}

/// <summary>A bridge: a switch in the kernel. Times are in 1/100 s.</summary>
internal sealed record BridgeKind : LinkKind
{
    internal const string KindName = "bridge";

    /// <summary>Time in listening and in learning, 1/100 s.</summary>
    internal uint? ForwardDelay { get; init; }

    /// <summary>Interval of spanning-tree hellos, 1/100 s.</summary>
    internal uint? HelloTime { get; init; }

    /// <summary>Life of spanning-tree news, 1/100 s.</summary>
    internal uint? MaxAge { get; init; }

    /// <summary>Life of a learned address, 1/100 s.</summary>
    internal uint? AgeingTime { get; init; }

    /// <summary>0 off, 1 in the kernel, 2 by a daemon.</summary>
    internal uint? StpState { get; init; }

    /// <summary>Spanning-tree priority of the bridge.</summary>
    internal ushort? Priority { get; init; }

    /// <summary>Whether ports keep VLANs apart.</summary>
    internal bool? VlanFiltering { get; init; }

    /// <summary>Which link-local groups (01-80-C2-00-00-0X) are forwarded, a bit each.</summary>
    internal ushort? GroupForwardMask { get; init; }

    /// <summary>Whether multicast goes only to ports that asked for it.</summary>
    internal bool? MulticastSnooping { get; init; }

    /// <summary>Whether IPv4 packets from port to port pass the firewall, also where the sysctl for all bridges is off; takes br_netfilter.</summary>
    internal bool? CallIPTables { get; init; }

    /// <summary>The same for IPv6.</summary>
    internal bool? CallIP6Tables { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (ForwardDelay is { } forwardDelay)
            writer.Put(BridgeAttribute.ForwardDelay, forwardDelay);
        if (HelloTime is { } helloTime)
            writer.Put(BridgeAttribute.HelloTime, helloTime);
        if (MaxAge is { } maxAge)
            writer.Put(BridgeAttribute.MaxAge, maxAge);
        if (AgeingTime is { } ageingTime)
            writer.Put(BridgeAttribute.AgeingTime, ageingTime);
        if (StpState is { } stpState)
            writer.Put(BridgeAttribute.StpState, stpState);
        if (Priority is { } priority)
            writer.Put(BridgeAttribute.Priority, priority);
        if (VlanFiltering is { } vlanFiltering)
            writer.Put(BridgeAttribute.VlanFiltering, (byte)(vlanFiltering ? 1 : 0));
        if (GroupForwardMask is { } groupForwardMask)
            writer.Put(BridgeAttribute.GroupForwardMask, groupForwardMask);
        if (MulticastSnooping is { } multicastSnooping)
            writer.Put(BridgeAttribute.MulticastSnooping, (byte)(multicastSnooping ? 1 : 0));
        if (CallIPTables is { } callIPTables)
            writer.Put(BridgeAttribute.CallIPTables, (byte)(callIPTables ? 1 : 0));
        if (CallIP6Tables is { } callIP6Tables)
            writer.Put(BridgeAttribute.CallIP6Tables, (byte)(callIP6Tables ? 1 : 0));
    }

    internal static BridgeKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new BridgeKind();
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case BridgeAttribute.ForwardDelay:
                    result = result with { ForwardDelay = attribute.UInt32 };
                    break;
                case BridgeAttribute.HelloTime:
                    result = result with { HelloTime = attribute.UInt32 };
                    break;
                case BridgeAttribute.MaxAge:
                    result = result with { MaxAge = attribute.UInt32 };
                    break;
                case BridgeAttribute.AgeingTime:
                    result = result with { AgeingTime = attribute.UInt32 };
                    break;
                case BridgeAttribute.StpState:
                    result = result with { StpState = attribute.UInt32 };
                    break;
                case BridgeAttribute.Priority:
                    result = result with { Priority = attribute.UInt16 };
                    break;
                case BridgeAttribute.VlanFiltering:
                    result = result with { VlanFiltering = attribute.Byte != 0 };
                    break;
                case BridgeAttribute.GroupForwardMask:
                    result = result with { GroupForwardMask = attribute.UInt16 };
                    break;
                case BridgeAttribute.MulticastSnooping:
                    result = result with { MulticastSnooping = attribute.Byte != 0 };
                    break;
                case BridgeAttribute.CallIPTables:
                    result = result with { CallIPTables = attribute.Byte != 0 };
                    break;
                case BridgeAttribute.CallIP6Tables:
                    result = result with { CallIP6Tables = attribute.Byte != 0 };
                    break;
            }
        }

        return result;
    }
}
