using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>An address with the length of its network's prefix: 10.0.0.2/24.</summary>
internal sealed record InterfaceAddress(IPAddress Address, int PrefixLength)
{
    internal IPFamily Family => Address.AddressFamily == AddressFamily.InterNetwork ? IPFamily.IPv4 : IPFamily.IPv6;

    internal int MaxPrefixLength => Family == IPFamily.IPv4 ? 32 : 128;

    /// <summary>The network it belongs to, host bits cleared.</summary>
    internal IPNetwork Network => Subnet.Of(Address, PrefixLength);

    /// <summary>Whether another address is in the same network.</summary>
    internal bool Contains(IPAddress other) => other.AddressFamily == Address.AddressFamily && Network.Contains(other);

    /// <summary>Reads "10.0.0.2/24", or "10.0.0.2" with the length told apart.</summary>
    /// <exception cref="NetNsException">AddressInvalid, with the text shown.</exception>
    internal static InterfaceAddress Parse(string text, int? prefixLength = null) => ParseAny(text, prefixLength).Check(text);

    /// <summary>The same, but also what no host can have: the network's own address, multicast.</summary>
    /// <exception cref="NetNsException">AddressInvalid, with the text shown.</exception>
    internal static InterfaceAddress ParseAny(string text, int? prefixLength = null)
    {
        string[] parts = text.Split('/');
        if (parts.Length > 2 || !TryParseAddress(parts[0], out IPAddress? address))
            throw Invalid(text, text.Contains('%') ? "a zone does not belong to an address on a link" : "it is not an IP address");
        int max = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        int length = max;
        if (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length))
            throw Invalid(text, "the prefix length is not a number");
        if (parts.Length == 2 && prefixLength is { } told && told != length)
            throw Invalid(text, $"the prefix length is told twice, {length} and {told}");
        if (parts.Length == 1 && prefixLength is { } given)
            length = given;
        if (length < 0 || length > max)
            throw Invalid(text, $"a prefix has at most {max} bits");
        return new InterfaceAddress(address, length);
    }

    /// <summary>Strict: four decimal parts without leading zeros for IPv4, no zone for IPv6.</summary>
    internal static bool TryParseAddress(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out IPAddress? address)
    {
        address = null;
        bool isIPv6 = text.Contains(':');
        // The framework would also take zones, brackets and a port behind them.
        if (isIPv6 ? !text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.') : !IsDottedQuad(text))
            return false;
        if (!IPAddress.TryParse(text, out IPAddress? parsed))
            return false;
        address = parsed;
        return true;
    }

    /// <summary>What a link has, by the kernel's message.</summary>
    internal static InterfaceAddress From(AddressMessage message) => new((message.Local ?? message.Address)!, message.PrefixLength);

    /// <summary>What to tell whoever left the length of the prefix out: the kernel takes a network of one, which is seldom meant.</summary>
    internal string WithoutPrefix(string link)
    {
        string usual = Family == IPFamily.IPv4 ? $"{Address}/24" : $"{Address}/64";
        return $"{Address} on {link} is a network of one, since no prefix length was given: no neighbour is in it. Write {usual} for one with neighbours, {Address}/{MaxPrefixLength} for just that.";
    }

    /// <summary>Throws AddressInvalid where another family was asked for.</summary>
    internal void CheckFamily(IPFamily? wanted, string text)
    {
        if (wanted is { } family && family != Family)
            throw new NetNsException(NetNsError.AddressInvalid, $"'{text}' is an {Family} address, not an {family} one.", text, $"Give an {family} address, or leave -AddressFamily out.");
    }

    /// <summary>The message that puts it on a link.</summary>
    internal AddressMessage ToMessage(int link, AddressFlags flags = AddressFlags.None) => new()
    {
        Family = (byte)(Family == IPFamily.IPv4 ? LibC.AF_INET : LibC.AF_INET6),
        PrefixLength = (byte)PrefixLength,
        Index = link,
        Flags = flags,
        Local = Address,
        Address = Address,
        // The kernel sets no broadcast address by itself; without one, "ip addr" shows none, as with ip addr add.
    };

    /// <summary>"10.0.0.2/24".</summary>
    public override string ToString() => $"{Address}/{PrefixLength}";

    private static bool IsDottedQuad(string text)
    {
        string[] parts = text.Split('.');
        return parts.Length == 4 && parts.All(p => p.Length is >= 1 and <= 3 && p.All(char.IsAsciiDigit) && (p.Length == 1 || p[0] != '0')
            && int.Parse(p, CultureInfo.InvariantCulture) <= 255);
    }

    private static NetNsException Invalid(string text, string reason) => new(NetNsError.AddressInvalid,
        $"'{text}' is not an address for a link: {reason}.", text, "Write it in CIDR form: 10.0.0.2/24, or fd00::2/64.");

    // The network's own address and its broadcast address belong to nobody, except on prefixes too short to have any (RFC 3021,
    // RFC 6164). What would be the network's own address is in IPv6 the anycast address of its routers (RFC 4291, 2.6.1).
    private InterfaceAddress Check(string text)
    {
        if (Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any))
            throw Invalid(text, "it is the unspecified address");
        if (IsMulticast(Address))
            throw Invalid(text, "it is a multicast address");
        if (Address.Equals(IPAddress.Broadcast))
            throw Invalid(text, "it is the broadcast address");
        if (PrefixLength > MaxPrefixLength - 2)
            return this;
        IPNetwork network = Network;
        if (Address.Equals(network.BaseAddress))
            throw Invalid(text, Family == IPFamily.IPv4 ? $"it is the address of the network {network}" : $"it is the anycast address of the routers of {network}");
        if (Family == IPFamily.IPv4 && Address.Equals(Subnet.Last(network)))
            throw Invalid(text, $"it is the broadcast address of {network}");
        return this;
    }

    /// <summary>224.0.0.0/4 and ff00::/8.</summary>
    internal static bool IsMulticast(IPAddress address)
        => address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and < 240);
}
