using System.Net;
using NetNs.Netlink;

namespace NetNs.Route;

/// <summary>Attributes of a policy rule, linux/fib_rules.h.</summary>
internal static class PolicyRuleAttribute
{
    internal const ushort Destination = 1; // FRA_DST
    internal const ushort Source = 2; // FRA_SRC
    internal const ushort InputLink = 3; // FRA_IIFNAME
    internal const ushort Goto = 4; // FRA_GOTO
    internal const ushort Priority = 6; // FRA_PRIORITY
    internal const ushort Mark = 10; // FRA_FWMARK
    internal const ushort SuppressPrefixLength = 14; // FRA_SUPPRESS_PREFIXLEN
    internal const ushort Table = 15; // FRA_TABLE
    internal const ushort MarkMask = 16; // FRA_FWMASK
    internal const ushort OutputLink = 17; // FRA_OIFNAME
    internal const ushort MasterTable = 19; // FRA_L3MDEV
    internal const ushort UserRange = 20; // FRA_UID_RANGE
    internal const ushort Protocol = 21; // FRA_PROTOCOL
    internal const ushort TransportProtocol = 22; // FRA_IP_PROTO
    internal const ushort SourcePorts = 23; // FRA_SPORT_RANGE
    internal const ushort DestinationPorts = 24; // FRA_DPORT_RANGE
}

/// <summary>Two ports, or two user ids, and all between them.</summary>
internal readonly record struct PolicyRuleRange(uint First, uint Last);

/// <summary>RTM_NEWRULE and its relatives: one policy rule, which chooses a routing table.</summary>
internal sealed record PolicyRuleMessage : INetlinkMessage<PolicyRuleMessage>
{
    // The kernel's word for "nothing is suppressed".
    private const int NothingSuppressed = -1;

    public static ushort ReplyType => RouteMessageType.NewRule;

    internal byte Family { get; init; }

    internal byte DestinationLength { get; init; }

    internal byte SourceLength { get; init; }

    internal byte TypeOfService { get; init; }

    /// <summary>The table's number. Above 255 only the attribute holds it.</summary>
    internal uint Table { get; init; }

    internal PolicyRuleAction Action { get; init; }

    internal PolicyRuleFlags Flags { get; init; }

    internal IPAddress? Destination { get; init; }

    internal IPAddress? Source { get; init; }

    /// <summary>Name of the link that packets come in by; "lo" for those of this namespace.</summary>
    internal string? InputLink { get; init; }

    internal string? OutputLink { get; init; }

    internal uint? Priority { get; init; }

    internal uint? Mark { get; init; }

    internal uint? MarkMask { get; init; }

    /// <summary>Routes with a prefix of at most so many bits are passed over.</summary>
    internal int? SuppressPrefixLength { get; init; }

    /// <summary>The priority of the rule to go on with.</summary>
    internal uint? Goto { get; init; }

    /// <summary>Whether the table is that of the packet's VRF.</summary>
    internal bool UsesMasterTable { get; init; }

    internal PolicyRuleRange? Users { get; init; }

    /// <summary>Who made it, see <see cref="RouteProtocol"/>.</summary>
    internal byte? Protocol { get; init; }

    internal byte? TransportProtocol { get; init; }

    internal PolicyRuleRange? SourcePorts { get; init; }

    internal PolicyRuleRange? DestinationPorts { get; init; }

    internal void Write(NetlinkWriter writer)
    {
        var header = new PolicyRuleHeader
        {
            Family = Family,
            DestinationLength = DestinationLength,
            SourceLength = SourceLength,
            TypeOfService = TypeOfService,
            Table = Table <= byte.MaxValue ? (byte)Table : (byte)0,
            Action = Action,
            Flags = Flags,
        };
        writer.PutHeader(in header);
        if (Source is { } source)
            writer.Put(PolicyRuleAttribute.Source, source);
        if (Destination is { } destination)
            writer.Put(PolicyRuleAttribute.Destination, destination);
        if (Priority is { } priority)
            writer.Put(PolicyRuleAttribute.Priority, priority);
        if (Mark is { } mark)
            writer.Put(PolicyRuleAttribute.Mark, mark);
        if (MarkMask is { } mask)
            writer.Put(PolicyRuleAttribute.MarkMask, mask);
        if (Table > byte.MaxValue)
            writer.Put(PolicyRuleAttribute.Table, Table);
        if (SuppressPrefixLength is { } suppress)
            writer.Put(PolicyRuleAttribute.SuppressPrefixLength, suppress);
        if (InputLink is { } input)
            writer.Put(PolicyRuleAttribute.InputLink, input);
        if (OutputLink is { } output)
            writer.Put(PolicyRuleAttribute.OutputLink, output);
        if (UsesMasterTable)
            writer.Put(PolicyRuleAttribute.MasterTable, (byte)1);
        if (Users is { } users)
            WriteUsers(writer, users);
        if (TransportProtocol is { } transport)
            writer.Put(PolicyRuleAttribute.TransportProtocol, transport);
        if (SourcePorts is { } sourcePorts)
            WritePorts(writer, PolicyRuleAttribute.SourcePorts, sourcePorts);
        if (DestinationPorts is { } destinationPorts)
            WritePorts(writer, PolicyRuleAttribute.DestinationPorts, destinationPorts);
        if (Goto is { } target)
            writer.Put(PolicyRuleAttribute.Goto, target);
        if (Protocol is { } protocol)
            writer.Put(PolicyRuleAttribute.Protocol, protocol);
    }

    /// <inheritdoc/>
    public static PolicyRuleMessage Parse(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < PolicyRuleHeader.Size)
            throw new NetlinkFormatException($"A policy rule has {payload.Length} bytes; its header alone has {PolicyRuleHeader.Size}.");

        PolicyRuleHeader header = NativeBytes.Read<PolicyRuleHeader>(payload);
        var rule = new PolicyRuleMessage
        {
            Family = header.Family,
            DestinationLength = header.DestinationLength,
            SourceLength = header.SourceLength,
            TypeOfService = header.TypeOfService,
            Table = header.Table,
            Action = header.Action,
            Flags = header.Flags,
        };
        foreach (NetlinkAttribute attribute in new AttributeReader(payload[PolicyRuleHeader.Size..]))
        {
            rule = attribute.Type switch
            {
                PolicyRuleAttribute.Destination => rule with { Destination = attribute.IPAddress },
                PolicyRuleAttribute.Source => rule with { Source = attribute.IPAddress },
                PolicyRuleAttribute.InputLink => rule with { InputLink = attribute.String },
                PolicyRuleAttribute.OutputLink => rule with { OutputLink = attribute.String },
                PolicyRuleAttribute.Goto => rule with { Goto = attribute.UInt32 },
                PolicyRuleAttribute.Priority => rule with { Priority = attribute.UInt32 },
                PolicyRuleAttribute.Mark => rule with { Mark = attribute.UInt32 },
                PolicyRuleAttribute.MarkMask => rule with { MarkMask = attribute.UInt32 },
                PolicyRuleAttribute.SuppressPrefixLength => rule with { SuppressPrefixLength = attribute.Int32 == NothingSuppressed ? null : attribute.Int32 },
                PolicyRuleAttribute.Table => rule with { Table = attribute.UInt32 },
                PolicyRuleAttribute.MasterTable => rule with { UsesMasterTable = attribute.Byte != 0 },
                PolicyRuleAttribute.UserRange => rule with { Users = Users32(attribute) },
                PolicyRuleAttribute.Protocol => rule with { Protocol = attribute.Byte },
                PolicyRuleAttribute.TransportProtocol => rule with { TransportProtocol = attribute.Byte },
                PolicyRuleAttribute.SourcePorts => rule with { SourcePorts = Ports(attribute) },
                PolicyRuleAttribute.DestinationPorts => rule with { DestinationPorts = Ports(attribute) },
                _ => rule,
            };
        }

        return rule;
    }

    // struct fib_rule_port_range: two numbers of two bytes, in the machine's order.
    private static void WritePorts(NetlinkWriter writer, ushort type, PolicyRuleRange range)
        => writer.Put(type, range.First | (range.Last << 16));

    private static PolicyRuleRange Ports(NetlinkAttribute attribute)
        => new(attribute.UInt32 & ushort.MaxValue, attribute.UInt32 >> 16);

    // struct fib_rule_uid_range.
    private static void WriteUsers(NetlinkWriter writer, PolicyRuleRange range)
        => writer.Put(PolicyRuleAttribute.UserRange, range.First | ((ulong)range.Last << 32));

    private static PolicyRuleRange Users32(NetlinkAttribute attribute)
        => new((uint)attribute.UInt64, (uint)(attribute.UInt64 >> 32));
}
