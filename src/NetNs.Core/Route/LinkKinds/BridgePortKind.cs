using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>IFLA_INFO_SLAVE_DATA of a bridge port, linux/if_link.h.</summary>
internal static class BridgePortAttribute
{
    internal const ushort State = 1; // IFLA_BRPORT_STATE
    internal const ushort Priority = 2; // IFLA_BRPORT_PRIORITY
    internal const ushort Cost = 3; // IFLA_BRPORT_COST
    internal const ushort Hairpin = 4; // IFLA_BRPORT_MODE
    internal const ushort Guard = 5; // IFLA_BRPORT_GUARD
    internal const ushort Learning = 8; // IFLA_BRPORT_LEARNING
    internal const ushort UnicastFlood = 9; // IFLA_BRPORT_UNICAST_FLOOD
    internal const ushort Isolated = 33; // IFLA_BRPORT_ISOLATED
}

/// <summary>What a link is as a port of a bridge: IFLA_INFO_SLAVE_DATA.</summary>
internal sealed record BridgePortKind : LinkKind
{
    internal const string KindName = "bridge";

    /// <summary>BR_STATE_…: 0 disabled to 3 forwarding, 4 blocking.</summary>
    internal byte? State { get; init; }

    /// <summary>Spanning-tree priority, 0 to 63.</summary>
    internal ushort? Priority { get; init; }

    /// <summary>Spanning-tree path cost.</summary>
    internal uint? Cost { get; init; }

    /// <summary>Whether a frame may leave by the port that it came in by.</summary>
    internal bool? Hairpin { get; init; }

    /// <summary>Whether spanning-tree messages from outside are dropped.</summary>
    internal bool? Guard { get; init; }

    /// <summary>Whether source addresses are learned.</summary>
    internal bool? Learning { get; init; }

    /// <summary>Whether frames for unknown addresses go out here.</summary>
    internal bool? UnicastFlood { get; init; }

    /// <summary>Whether it talks only to ports that are not isolated.</summary>
    internal bool? Isolated { get; init; }

    internal override string Name => KindName;

    internal override void WriteData(NetlinkWriter writer)
    {
        if (State is { } state)
            writer.Put(BridgePortAttribute.State, state);
        if (Priority is { } priority)
            writer.Put(BridgePortAttribute.Priority, priority);
        if (Cost is { } cost)
            writer.Put(BridgePortAttribute.Cost, cost);
        if (Hairpin is { } hairpin)
            writer.Put(BridgePortAttribute.Hairpin, (byte)(hairpin ? 1 : 0));
        if (Guard is { } guard)
            writer.Put(BridgePortAttribute.Guard, (byte)(guard ? 1 : 0));
        if (Learning is { } learning)
            writer.Put(BridgePortAttribute.Learning, (byte)(learning ? 1 : 0));
        if (UnicastFlood is { } unicastFlood)
            writer.Put(BridgePortAttribute.UnicastFlood, (byte)(unicastFlood ? 1 : 0));
        if (Isolated is { } isolated)
            writer.Put(BridgePortAttribute.Isolated, (byte)(isolated ? 1 : 0));
    }

    internal static BridgePortKind Parse(ReadOnlySpan<byte> data)
    {
        var result = new BridgePortKind();
        foreach (NetlinkAttribute attribute in new AttributeReader(data))
        {
            switch (attribute.Type)
            {
                case BridgePortAttribute.State:
                    result = result with { State = attribute.Byte };
                    break;
                case BridgePortAttribute.Priority:
                    result = result with { Priority = attribute.UInt16 };
                    break;
                case BridgePortAttribute.Cost:
                    result = result with { Cost = attribute.UInt32 };
                    break;
                case BridgePortAttribute.Hairpin:
                    result = result with { Hairpin = attribute.Byte != 0 };
                    break;
                case BridgePortAttribute.Guard:
                    result = result with { Guard = attribute.Byte != 0 };
                    break;
                case BridgePortAttribute.Learning:
                    result = result with { Learning = attribute.Byte != 0 };
                    break;
                case BridgePortAttribute.UnicastFlood:
                    result = result with { UnicastFlood = attribute.Byte != 0 };
                    break;
                case BridgePortAttribute.Isolated:
                    result = result with { Isolated = attribute.Byte != 0 };
                    break;
            }
        }

        return result;
    }
}
