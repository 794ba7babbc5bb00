using System.Net;

namespace NetNs.Operations;

/// <summary>The addresses of one subnet in order, each given out once.</summary>
internal sealed class AddressPool
{
    // In network order. Numbers of 128 bits would be counted more easily, but code that uses them is never compiled ahead of time.
    private readonly byte[] _last;
    private readonly byte[] _next;
    private bool _isExhausted;

    /// <summary>The addresses that a link may have in the subnet of <paramref name="gateway"/>.</summary>
    internal AddressPool(InterfaceAddress gateway)
    {
        Gateway = gateway;
        _next = gateway.Network.BaseAddress.GetAddressBytes();
        _last = Subnet.Last(gateway.Network).GetAddressBytes();
        // The lowest address is the network's own, with IPv6 that of any router on it (RFC 4291), and the highest one of IPv4 is
        // the broadcast address. With one host bit there are neither (RFC 3021, RFC 6164).
        if (gateway.PrefixLength > gateway.MaxPrefixLength - 2)
            return;
        _next[^1]++;
        if (gateway.Family == IPFamily.IPv4)
            _last[^1]--;
    }

    /// <summary>The bridge's address in the subnet.</summary>
    internal InterfaceAddress Gateway { get; }

    /// <summary>The lowest address that was not given out and is not in use, or null where there is none.</summary>
    internal InterfaceAddress? Take(Func<IPAddress, bool> isInUse)
    {
        while (!_isExhausted)
        {
            var candidate = new IPAddress(_next);
            _isExhausted = _next.AsSpan().SequenceEqual(_last);
            CountUp();
            if (!isInUse(candidate))
                return new InterfaceAddress(candidate, Gateway.PrefixLength);
        }

        return null;
    }

    private void CountUp()
    {
        int i = _next.Length - 1;
        while (i >= 0 && ++_next[i] == 0)
            i--;
    }
}
