using System.Net;

namespace NetNs.Operations;

/// <summary>The IPv6 link-local address that the kernel makes from a hardware address of six bytes (RFC 4291, appendix A).</summary>
internal static class LinkLocalAddress
{
    private const int PrefixLength = 64;
    private const byte UniversalBit = 2;

    /// <summary>fe80::211:22ff:fe33:4455/64 of 00:11:22:33:44:55.</summary>
    internal static InterfaceAddress Of(ReadOnlySpan<byte> hardwareAddress)
    {
        ReadOnlySpan<byte> mac = hardwareAddress;
        return new InterfaceAddress(new IPAddress([0xfe, 0x80, 0, 0, 0, 0, 0, 0, (byte)(mac[0] ^ UniversalBit), mac[1], mac[2], 0xff, 0xfe, mac[3], mac[4], mac[5]]), PrefixLength);
    }
}
