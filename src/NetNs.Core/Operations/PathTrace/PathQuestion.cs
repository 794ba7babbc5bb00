using System.Net;
using NetNs.Interop;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>What a path is asked for.</summary>
/// <param name="Destination">Where packets shall go.</param>
/// <param name="Protocol">What they are.</param>
/// <param name="Port">The port, of TCP and UDP.</param>
/// <param name="Source">Where they come from; null to let the kernel choose.</param>
/// <param name="OneWay">Whether only the way there is of interest.</param>
internal sealed record PathQuestion(IPAddress Destination, NetPathProtocol Protocol, ushort? Port, IPAddress? Source = null, bool OneWay = false)
{
    private const byte Icmpv6 = 58; // IPPROTO_ICMPV6

    internal NfFamily Family => Subnet.FamilyOf(Destination) == IPFamily.IPv4 ? NfFamily.IPv4 : NfFamily.IPv6;

    /// <summary>IPPROTO_… number.</summary>
    internal byte ProtocolNumber => Protocol == NetPathProtocol.Icmp && Family == NfFamily.IPv6 ? Icmpv6 : (byte)Protocol;

    internal byte AddressFamilyNumber => (byte)(Family == NfFamily.IPv4 ? LibC.AF_INET : LibC.AF_INET6);
}
