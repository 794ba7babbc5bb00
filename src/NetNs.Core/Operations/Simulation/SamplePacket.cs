using System.Net;
using NetNs.Interop;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// A packet that does not exist, to try rules on: whatever is not said about it is nothing special. Links, addresses and ports
/// that are null are some others than rules name.
/// </summary>
internal sealed record SamplePacket
{
    private const int EtherTypeLength = 2;
    private const int IPv4HeaderLength = 20;
    private const int IPv6HeaderLength = 40;
    private const int TransportHeaderLength = 14; // up to and with the flags of TCP
    private const byte HopLimit = 63;
    private const byte Synchronize = 0x02; // TCP's SYN
    private const byte Acknowledge = 0x10; // TCP's ACK

    /// <summary>IPv4 or IPv6.</summary>
    internal required NfFamily Family { get; init; }

    internal string? InLink { get; init; }

    internal int InIndex { get; init; }

    internal string? OutLink { get; init; }

    internal int OutIndex { get; init; }

    internal IPAddress? Source { get; init; }

    internal IPAddress? Destination { get; init; }

    /// <summary>IPPROTO_… number.</summary>
    internal byte Protocol { get; init; } = LibC.IPPROTO_TCP;

    internal ushort? SourcePort { get; init; }

    internal ushort? DestinationPort { get; init; }

    /// <summary>Whether its destination is an address of the host; null where that is not known.</summary>
    internal bool? IsToHost { get; init; }

    /// <summary>Whether it answers one that was let through before; else it opens a connection.</summary>
    internal bool IsAnswer { get; init; }

    internal ConntrackStatus Translated { get; init; }

    /// <summary>What connection tracking says of it, where that is known better than by <see cref="IsAnswer"/>.</summary>
    internal ConntrackState? TrackedState { get; init; }

    internal ConntrackState State => TrackedState ?? (IsAnswer ? ConntrackState.Established : ConntrackState.New);

    /// <summary>Type of ICMP or ICMPv6, where it is such a packet; its code is 0.</summary>
    internal byte? IcmpType { get; init; }

    /// <summary>The ports of the bridge that it comes in and goes out by, for tables of the bridge family.</summary>
    internal (string? In, string? Out) BridgePorts { get; init; }

    /// <summary>Answers what rules ask the routing tables; null where nobody can, or for a single question.</summary>
    internal Func<FibExpression, PacketValue?>? Fib { get; init; }

    private bool IsIPv4 => Family == NfFamily.IPv4;

    private int AddressLength => IsIPv4 ? 4 : 16;

    /// <summary>What a meta expression loads of it.</summary>
    internal PacketValue Load(MetaKey key) => key switch
    {
        MetaKey.InputLink => PacketValue.LinkIndex(InIndex),
        MetaKey.OutputLink => PacketValue.LinkIndex(OutIndex),
        MetaKey.InputLinkName => PacketValue.LinkName(InLink),
        MetaKey.OutputLinkName => PacketValue.LinkName(OutLink),
        MetaKey.NetfilterProtocol => PacketValue.Known((byte)Family),
        MetaKey.Protocol => new PacketValue(Certainty.Known, IsIPv4 ? [0x08, 0x00] : [0x86, 0xdd]),
        MetaKey.TransportProtocol => PacketValue.Known(Protocol),
        MetaKey.Mark => PacketValue.Known(0u),
        MetaKey.BridgePortInName => PacketValue.LinkName(BridgePorts.In),
        MetaKey.BridgePortOutName => PacketValue.LinkName(BridgePorts.Out),
        MetaKey.PacketType when IcmpType is null => PacketValue.Known((byte)0), // PACKET_HOST: it is for who got it
        _ => PacketValue.Unknown(sizeof(uint) * 4),
    };

    /// <summary>What a ct expression loads of its connection.</summary>
    internal PacketValue Load(ConntrackKey key) => key switch
    {
        ConntrackKey.State => PacketValue.Known((uint)State),
        ConntrackKey.Direction => PacketValue.Known((byte)(IsAnswer ? 1 : 0)),
        ConntrackKey.Status => PacketValue.Known((uint)Translated),
        ConntrackKey.Mark => PacketValue.Known(0u),
        _ => PacketValue.Unknown(sizeof(uint) * 4),
    };

    /// <summary>What a payload expression loads of it.</summary>
    internal PacketValue Load(PayloadBase header, uint offset, uint length)
    {
        Span<byte> bytes = stackalloc byte[IPv6HeaderLength];
        Span<Certainty> certainty = stackalloc Certainty[IPv6HeaderLength];
        certainty.Fill(Certainty.Unknown);
        int known = header switch
        {
            PayloadBase.Network when IsIPv4 => WriteIPv4(bytes, certainty),
            PayloadBase.Network => WriteIPv6(bytes, certainty),
            PayloadBase.Transport => WriteTransport(bytes, certainty),
            _ => 0,
        };
        if (offset > (uint)known || length > (uint)known - offset)
            return PacketValue.Unknown((int)Math.Min(length, Register.WordCount * sizeof(uint)));
        var worst = Certainty.Known;
        foreach (Certainty one in certainty.Slice((int)offset, (int)length))
            worst = one > worst ? one : worst;
        return new PacketValue(worst, bytes.Slice((int)offset, (int)length).ToArray());
    }

    private int WriteIPv4(Span<byte> bytes, Span<Certainty> certainty)
    {
        Put(bytes, certainty, 0, new PacketValue(Certainty.Known, [0x45, 0]));
        Put(bytes, certainty, 6, new PacketValue(Certainty.Known, [0x40, 0, HopLimit, Protocol])); // whole, not to be fragmented
        Put(bytes, certainty, 12, PacketValue.Address(Source, AddressLength));
        Put(bytes, certainty, 16, PacketValue.Address(Destination, AddressLength));
        return IPv4HeaderLength;
    }

    private int WriteIPv6(Span<byte> bytes, Span<Certainty> certainty)
    {
        Put(bytes, certainty, 0, new PacketValue(Certainty.Known, [0x60, 0, 0, 0]));
        Put(bytes, certainty, 6, new PacketValue(Certainty.Known, [Protocol, HopLimit]));
        Put(bytes, certainty, 8, PacketValue.Address(Source, AddressLength));
        Put(bytes, certainty, 24, PacketValue.Address(Destination, AddressLength));
        return IPv6HeaderLength;
    }

    private int WriteTransport(Span<byte> bytes, Span<Certainty> certainty)
    {
        if (IcmpType is { } type)
        {
            // Behind type and code come a checksum and numbers of its own: what stands where others have ports is none that a rule names.
            certainty[..TransportHeaderLength].Fill(Certainty.Other);
            Put(bytes, certainty, 0, new PacketValue(Certainty.Known, [type, 0]));
            return TransportHeaderLength;
        }

        Put(bytes, certainty, 0, PacketValue.Port(SourcePort));
        Put(bytes, certainty, 2, PacketValue.Port(DestinationPort));
        if (Protocol == LibC.IPPROTO_TCP)
            Put(bytes, certainty, TransportHeaderLength - 1, PacketValue.Known((byte)(IsAnswer ? Synchronize | Acknowledge : Synchronize)));
        return TransportHeaderLength;
    }

    private static void Put(Span<byte> bytes, Span<Certainty> certainty, int offset, PacketValue value)
    {
        value.Bytes.CopyTo(bytes[offset..]);
        certainty.Slice(offset, value.Bytes.Length).Fill(value.Certainty);
    }
}
