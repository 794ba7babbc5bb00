using System.Net;
using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>The packet that walks: it changes on its way as the kernel would change it.</summary>
internal sealed class PathPacket
{
    private const byte EchoRequest = 8; // ICMP_ECHO
    private const byte EchoReply = 0; // ICMP_ECHOREPLY
    private const byte EchoRequest6 = 128; // ICMPV6_ECHO_REQUEST
    private const byte EchoReply6 = 129; // ICMPV6_ECHO_REPLY

    internal required PathQuestion Question { get; init; }

    internal required IPAddress Source { get; set; }

    internal required IPAddress Destination { get; set; }

    internal ushort? SourcePort { get; set; }

    internal ushort? DestinationPort { get; set; }

    internal bool IsReply { get; init; }

    internal PacketMarks Marks { get; set; } = new();

    /// <summary>What connection tracking of the present namespace knows of it.</summary>
    internal TrackedPath? Tracked { get; set; }

    internal NfFamily Family => Question.Family;

    internal FlowTuple Tuple => new(Source, SourcePort, Destination, DestinationPort);

    /// <summary>It comes into another namespace: marks and connection tracking stay behind, as the kernel scrubs them.</summary>
    internal void Scrub()
    {
        Marks = new PacketMarks();
        Tracked = null;
    }

    internal NetPathPacket ToModel() => new()
    {
        Protocol = Question.Protocol,
        Source = Source,
        SourcePort = SourcePort,
        Destination = Destination,
        DestinationPort = DestinationPort,
        Mark = Marks.Packet,
    };

    /// <summary>The packet as rules see it.</summary>
    internal SamplePacket ToSample(LinkMessage? input, LinkMessage? output) => new()
    {
        Family = Family,
        InLink = input?.Name,
        InIndex = input?.Index ?? 0,
        OutLink = output?.Name,
        OutIndex = output?.Index ?? 0,
        Source = Source,
        Destination = Destination,
        Protocol = Question.ProtocolNumber,
        SourcePort = SourcePort,
        DestinationPort = DestinationPort,
        IsAnswer = IsReply,
        IcmpType = Question.Protocol != NetPathProtocol.Icmp ? null : (Family, IsReply) switch
        {
            (NfFamily.IPv4, false) => EchoRequest,
            (NfFamily.IPv4, true) => EchoReply,
            (_, false) => EchoRequest6,
            (_, true) => EchoReply6,
        },
        TrackedState = Tracked?.State ?? ConntrackState.Invalid,
        Translated = Tracked?.Connection?.Status ?? ConntrackStatus.None,
    };

    /// <summary>What the routing tables are asked about it.</summary>
    internal RouteMessage ToQuery(LinkMessage? input, int outputLink = 0)
    {
        bool hasPorts = Question.Protocol != NetPathProtocol.Icmp;
        byte bits = (byte)(Family == NfFamily.IPv4 ? 32 : 128);
        bool hasSource = !Source.Equals(IPAddress.Any) && !Source.Equals(IPAddress.IPv6Any);
        return new RouteMessage
        {
            Family = Question.AddressFamilyNumber,
            Destination = Destination,
            DestinationLength = bits,
            Source = hasSource ? Source : null,
            SourceLength = hasSource ? bits : (byte)0,
            InputLink = input?.Index,
            OutputLink = outputLink == 0 ? null : outputLink,
            Mark = Marks.Packet is { } mark and not 0 ? mark : null,
            TransportProtocol = Question.ProtocolNumber,
            SourcePort = hasPorts ? SourcePort : null,
            DestinationPort = hasPorts ? DestinationPort : null,
            Flags = Family == NfFamily.IPv4 ? RouteFlags.LookUpTable : RouteFlags.None,
        };
    }
}
