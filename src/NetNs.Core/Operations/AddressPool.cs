using System.Buffers.Binary;
using System.Net;

namespace NetNs.Operations;

/// <summary>The addresses of one subnet in order, each given out once.</summary>
internal sealed class AddressPool
{
    private readonly int _prefixLength;
    private readonly bool _isIPv4;
    private readonly UInt128 _last;
    private UInt128 _next;

    /// <summary>The addresses that a link may have in the subnet of <paramref name="gateway"/>.</summary>
    internal AddressPool(InterfaceAddress gateway)
    {
        Gateway = gateway;
        _prefixLength = gateway.PrefixLength;
        _isIPv4 = gateway.Family == IPFamily.IPv4;
        int hostBits = gateway.MaxPrefixLength - _prefixLength;
        UInt128 first = ToNumber(gateway.Network.BaseAddress);
        UInt128 hosts = hostBits == 128 ? UInt128.MaxValue : (UInt128.One << hostBits) - 1;
        // The lowest address is the network's own, with IPv6 that of any router on it (RFC 4291), and the highest one of IPv4 is
        // the broadcast address. With one host bit there are neither (RFC 3021, RFC 6164).
        _next = hostBits <= 1 ? first : first + 1;
        _last = hostBits <= 1 || !_isIPv4 ? first + hosts : first + hosts - 1;
    }

    /// <summary>The bridge's address in the subnet.</summary>
    internal InterfaceAddress Gateway { get; }

    /// <summary>The lowest address that was not given out and is not in use, or null where there is none.</summary>
    internal InterfaceAddress? Take(Func<UInt128, bool> isInUse)
    {
        while (_next <= _last)
        {
            UInt128 candidate = _next++; // the last number of all is a multicast address, so this never overflows
            if (!isInUse(candidate))
                return new InterfaceAddress(ToAddress(candidate), _prefixLength);
        }

        return null;
    }

    /// <summary>An address as a number. IPv4 and IPv6 do not meet: an IPv4 address becomes its IPv6 form ::ffff:a.b.c.d.</summary>
    internal static UInt128 ToNumber(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return length == 4 ? Mapped | BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    private static UInt128 Mapped => new(0, 0xffff_0000_0000);

    private IPAddress ToAddress(UInt128 number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        return new IPAddress(_isIPv4 ? bytes[12..] : bytes);
    }
}
