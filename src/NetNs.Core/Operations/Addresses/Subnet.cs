using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace NetNs.Operations;

/// <summary>Networks in CIDR form: 10.0.0.0/8.</summary>
internal static class Subnet
{
    internal static readonly IPNetwork AllIPv4 = new(IPAddress.Any, 0);
    internal static readonly IPNetwork AllIPv6 = new(IPAddress.IPv6Any, 0);

    /// <summary>Reads "10.0.0.0/8"; an address alone is a network of one.</summary>
    /// <exception cref="NetNsException">SubnetInvalid, with the text shown: also for 0.0.0.0 and :: alone; where bits behind the prefix are set, with the network that was meant.</exception>
    internal static IPNetwork Parse(string text)
    {
        string[] parts = text.Split('/');
        if (parts.Length > 2 || !InterfaceAddress.TryParseAddress(parts[0], out IPAddress? address))
            throw Invalid(text, "it is not an address and the length of a prefix");
        int max = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        // The word of other tools for everything; as a network of one it would be nobody's.
        if (parts.Length == 1 && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)))
            throw new NetNsException(NetNsError.SubnetInvalid, $"'{text}' is not a network: it lacks the length of a prefix.", text, $"Write {text}/0 for all addresses; for a route, default says the same.");
        int length = max;
        if (parts.Length == 2 && !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out length))
            throw Invalid(text, "the length of the prefix is not a number");
        if (length > max)
            throw Invalid(text, $"a prefix has at most {max} bits");
        IPNetwork network = Of(address, length);
        return network.BaseAddress.Equals(address) ? network : throw new NetNsException(NetNsError.SubnetInvalid,
            $"'{text}' is not a network: bits behind its prefix are set. The network of this address is {network}.", text, $"Write it as {network}.");
    }

    /// <summary>The network that an address belongs to: the bits behind the prefix cleared.</summary>
    internal static IPNetwork Of(IPAddress address, int prefixLength)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        bytes = bytes[..length];
        Fill(bytes, prefixLength, 0);
        return new IPNetwork(new IPAddress(bytes), prefixLength);
    }

    /// <summary>The last address of a network; IPv4's broadcast address.</summary>
    internal static IPAddress Last(IPNetwork network)
    {
        Span<byte> bytes = stackalloc byte[16];
        network.BaseAddress.TryWriteBytes(bytes, out int length);
        bytes = bytes[..length];
        Fill(bytes, network.PrefixLength, byte.MaxValue);
        return new IPAddress(bytes);
    }

    /// <summary>The version of the internet protocol it belongs to.</summary>
    internal static IPFamily FamilyOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? IPFamily.IPv4 : IPFamily.IPv6;

    /// <summary>Whether two networks share addresses: one is then inside the other.</summary>
    internal static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

    private static void Fill(Span<byte> bytes, int prefixLength, byte with)
    {
        int whole = prefixLength / 8;
        if (whole == bytes.Length)
            return;
        int mask = byte.MaxValue >> (prefixLength % 8);
        bytes[whole] = (byte)((bytes[whole] & ~mask) | (with & mask));
        bytes[(whole + 1)..].Fill(with);
    }

    private static NetNsException Invalid(string text, string reason) => new(NetNsError.SubnetInvalid,
        $"'{text}' is not a network: {reason}.", text, "Write it in CIDR form: 10.0.0.0/8, or fd00::/64.");
}
