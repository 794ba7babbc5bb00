using System.Net;

namespace NetNs.Operations;

/// <summary>An address that a user wants on the inner end of a connection: with a prefix length, or with that of the bridge's subnet.</summary>
/// <param name="Address">The address.</param>
/// <param name="PrefixLength">Null: as the subnet of the bridge that it is in.</param>
internal sealed record RequestedAddress(IPAddress Address, int? PrefixLength)
{
    /// <summary>Reads "10.0.0.2/24" or "10.0.0.2".</summary>
    /// <exception cref="NetNsException">AddressInvalid, with the text shown.</exception>
    internal static RequestedAddress Parse(string text)
    {
        InterfaceAddress read = InterfaceAddress.Parse(text);
        return new RequestedAddress(read.Address, text.Contains('/') ? read.PrefixLength : null);
    }

    /// <summary>The address with its prefix.</summary>
    /// <exception cref="NetNsException">AddressInvalid where it has none and is in no subnet of the bridge, or is the subnet's network or broadcast address.</exception>
    internal InterfaceAddress Complete(IEnumerable<InterfaceAddress> bridgeAddresses, string bridge)
    {
        if (PrefixLength is { } length)
            return new InterfaceAddress(Address, length);
        InterfaceAddress? subnet = bridgeAddresses.FirstOrDefault(b => b.Contains(Address));
        return subnet is not null ? InterfaceAddress.Parse(Address.ToString(), subnet.PrefixLength) : throw new NetNsException(NetNsError.AddressInvalid,
            $"'{Address}' has no prefix length, and {bridge} has no address in its subnet to take one from.", Address.ToString(), $"Write it in CIDR form: {Address}/{(Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? 24 : 64)}");
    }
}
