using System.Net;
using System.Text;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>How well something about a packet that does not exist is known. The larger, the less.</summary>
internal enum Certainty // ours
{
    /// <summary>Its value.</summary>
    Known,

    /// <summary>That it is nothing which a rule would name: some link, some address in the world.</summary>
    Other,

    /// <summary>Nothing.</summary>
    Unknown,
}

/// <summary>Something about a packet, as the kernel would load it into a register.</summary>
internal readonly record struct PacketValue(Certainty Certainty, byte[] Bytes)
{
    private const int LinkNameLength = 16;

    internal static PacketValue Other(int length) => new(Certainty.Other, new byte[length]);

    internal static PacketValue Unknown(int length) => new(Certainty.Unknown, new byte[length]);

    internal static PacketValue Known(byte value) => new(Certainty.Known, [value]);

    /// <summary>A number in the machine's byte order.</summary>
    internal static PacketValue Known(uint value) => new(Certainty.Known, BitConverter.GetBytes(value));

    /// <summary>A link by its name; null is some other link.</summary>
    internal static PacketValue LinkName(string? name)
    {
        PacketValue value = Other(LinkNameLength);
        return name is not null && Encoding.UTF8.TryGetBytes(name, value.Bytes, out _) ? value with { Certainty = Certainty.Known } : value;
    }

    /// <summary>A link by its number; 0 is some other link.</summary>
    internal static PacketValue LinkIndex(int index) => index == 0 ? Other(sizeof(int)) : Known((uint)index);

    /// <summary>An address; null is some address in the world.</summary>
    internal static PacketValue Address(IPAddress? address, int length)
        => address is null ? Other(length) : new PacketValue(Certainty.Known, address.GetAddressBytes());

    /// <summary>A port in network byte order; null is one of those that clients use.</summary>
    internal static PacketValue Port(ushort? port)
        => port is { } number ? new PacketValue(Certainty.Known, [(byte)(number >> 8), (byte)number]) : Other(sizeof(ushort));
}
