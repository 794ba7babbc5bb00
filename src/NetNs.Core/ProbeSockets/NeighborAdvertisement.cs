using System.Net;
using System.Net.Sockets;

namespace NetNs.ProbeSockets;

/// <summary>
/// Unsolicited neighbor advertisements (RFC 4861, 7.2.6): they tell everybody on a link that an IPv6 address is now at another
/// hardware address.
/// <code>
///  0    1    2        4     8              24      25        26     bytes
/// |type|code|checksum|flags|target address|option|length / 8|hardware address|
/// </code>
/// </summary>
internal static class NeighborAdvertisement
{
    private const byte Type = 136; // RFC 4861, 4.4
    private const byte Override = 0x20; // RFC 4861, 4.4: replaces what the receiver knows
    private const byte TargetAddressOption = 2; // RFC 4861, 4.6.1
    private const int HardwareAddressSize = 6;
    private const int HopLimit = 255; // RFC 4861, 7.1.2: others are ignored

    private static readonly IPAddress AllNodes = IPAddress.Parse("ff02::1");

    /// <summary>Sends one for each address, from the namespace of the calling thread.</summary>
    /// <param name="link">Number of the link that has the addresses.</param>
    /// <param name="hardwareAddress">Its hardware address, six bytes.</param>
    /// <param name="addresses">Its IPv6 addresses; none of them tentative.</param>
    /// <exception cref="SocketException">The kernel did not take one.</exception>
    internal static void Send(int link, byte[] hardwareAddress, IEnumerable<IPAddress> addresses)
    {
        foreach (IPAddress address in addresses)
        {
            // A new socket for each: the address that it is bound to is the source of the message.
            using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Raw, ProtocolType.IcmpV6);
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastTimeToLive, HopLimit);
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastInterface, link);
            socket.SetSocketOption(SocketOptionLevel.IPv6, SocketOptionName.MulticastLoopback, false);
            socket.Bind(new IPEndPoint(address.IsIPv6LinkLocal ? new IPAddress(address.GetAddressBytes(), link) : address, 0));
            socket.SendTo(Write(hardwareAddress, address), new IPEndPoint(new IPAddress(AllNodes.GetAddressBytes(), link), 0));
        }
    }

    /// <summary>The message of one address. The kernel fills in the checksum.</summary>
    internal static byte[] Write(ReadOnlySpan<byte> hardwareAddress, IPAddress address)
    {
        var message = new byte[26 + HardwareAddressSize];
        message[0] = Type;
        message[4] = Override;
        address.TryWriteBytes(message.AsSpan(8), out _);
        message[24] = TargetAddressOption;
        message[25] = 1; // in units of eight bytes
        hardwareAddress[..HardwareAddressSize].CopyTo(message.AsSpan(26));
        return message;
    }
}
