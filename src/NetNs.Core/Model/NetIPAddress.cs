using System.Net;

namespace NetNs;

/// <summary>An IP address on a link. An immutable snapshot.</summary>
public sealed class NetIPAddress : IEquatable<NetIPAddress>
{
    /// <summary>The address.</summary>
    public required IPAddress IPAddress { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string IPAddressText => IPAddress.ToString();

    /// <summary>How many bits name the network.</summary>
    public int PrefixLength { get; init; }

    /// <summary>Both as text, "172.18.0.10/16": what JSON shows of an IPv6 address.</summary>
    public string Cidr => $"{IPAddress}/{PrefixLength}";

    /// <summary>Name of the link that has it.</summary>
    public required string InterfaceAlias { get; init; }

    /// <summary>Number of the link that has it.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>IPv4 or IPv6.</summary>
    public IPFamily AddressFamily { get; init; }

    /// <summary>Whether it can be used, in the words of Windows.</summary>
    public AddressState AddressState { get; init; }

    /// <summary>How far it is valid: Global, Site, Link, Host.</summary>
    public string Scope => RouteNames.Scope(ScopeNumber);

    /// <summary>The other side's address on a point-to-point link.</summary>
    public IPAddress? PeerAddress { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? PeerAddressText => PeerAddress?.ToString();

    /// <summary>IPv4 broadcast address, where one is set.</summary>
    public IPAddress? Broadcast { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? BroadcastText => Broadcast?.ToString();

    /// <summary>Whether the kernel avoids it as a source.</summary>
    public bool SkipAsSource { get; init; }

    /// <summary>How long it stays; <see cref="TimeSpan.MaxValue"/> means for ever.</summary>
    public TimeSpan ValidLifetime { get; init; }

    /// <summary>How long it is preferred as a source; <see cref="TimeSpan.MaxValue"/> means for ever.</summary>
    public TimeSpan PreferredLifetime { get; init; }

    internal byte ScopeNumber { get; init; }

    /// <summary>Where the link is.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The address without its prefix length.</summary>
    public override string ToString() => IPAddress.ToString();

    /// <summary>The same address on the same link of the same namespace.</summary>
    public bool Equals(NetIPAddress? other)
        => other is not null && InterfaceIndex == other.InterfaceIndex && PrefixLength == other.PrefixLength && IPAddress.Equals(other.IPAddress) && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetIPAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InterfaceIndex, IPAddress, Namespace);
}
