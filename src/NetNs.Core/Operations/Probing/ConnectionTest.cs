using System.Net;

namespace NetNs.Operations;

/// <summary>What is to be tried.</summary>
internal sealed record ConnectionTest
{
    /// <summary>A name or an address; a link-local one with its link, fe80::1%eth0.</summary>
    internal required string Name { get; init; }

    /// <summary>A TCP port; null for ping alone.</summary>
    internal int? Port { get; init; }

    /// <summary>How many pings.</summary>
    internal int Count { get; init; } = 1;

    /// <summary>How long to wait for one answer.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Null for either.</summary>
    internal IPFamily? Family { get; init; }

    /// <summary>Told before each ping but the first, with its number from 2 on.</summary>
    internal Action<int>? OnPing { get; init; }

    /// <summary>Throws where it makes no sense.</summary>
    /// <exception cref="NetNsException">AddressInvalid, PortInvalid, ArgumentsInvalid.</exception>
    internal void Check()
    {
        if (string.IsNullOrWhiteSpace(Name))
            throw new NetNsException(NetNsError.AddressInvalid, $"'{Name}' is neither a name nor an address.", Name, "Give a name, or an address like 10.0.0.1.");
        if (Port is < 1 or > ushort.MaxValue)
            throw new NetNsException(NetNsError.PortInvalid, $"{Port} is not a port.", Port, "Ports go from 1 to 65535.");
        if (Count is < 1 or > ushort.MaxValue)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"{Count} pings cannot be sent.", Count, "Say a number from 1 to 65535.");
        if (Timeout <= TimeSpan.Zero)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"Nobody can answer within {Timeout.TotalSeconds} seconds.", Timeout, "Say a number of seconds above 0.");
        // What looks like an address must be one: nobody looks 123.456.0.0 up.
        string plain = Name.Split('%')[0];
        bool looksLikeAddress = plain.Contains(':') || plain.All(c => char.IsAsciiDigit(c) || c == '.');
        if (looksLikeAddress && !InterfaceAddress.TryParseAddress(plain, out _))
            throw new NetNsException(NetNsError.AddressInvalid, $"'{Name}' is not an IP address.", Name, "Give a name, or an address like 10.0.0.1 or fd00::1.");
    }

    /// <summary>Whether an address is of the family that was asked for.</summary>
    internal bool Fits(IPAddress address) => Family is null || Family == Subnet.FamilyOf(address);
}
