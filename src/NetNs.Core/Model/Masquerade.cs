using System.Net;

namespace NetNs;

/// <summary>A subnet whose packets leave under an address of the host. An immutable snapshot.</summary>
public sealed class Masquerade : IEquatable<Masquerade>
{
    /// <summary>The subnet.</summary>
    public IPNetwork Subnet { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string SubnetText => Subnet.ToString();

    /// <summary>The one link that packets must leave by; null for every link that does not lead to such a subnet.</summary>
    public string? OutInterface { get; init; }

    /// <summary>The address that packets leave under; null for the address of the link that they leave by.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>The same as text: JSON has no other form of it that could be read back.</summary>
    public string? SourceAddressText => SourceAddress?.ToString();

    /// <summary>The bridge that it was made for; null where only a subnet was given.</summary>
    public string? Bridge { get; init; }

    /// <summary>First packets of connections so far: the kernel looks only those up.</summary>
    public ulong Packets { get; init; }

    /// <summary>Bytes of the first packets.</summary>
    public ulong Bytes { get; init; }

    /// <summary>Where it is in effect.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The subnet.</summary>
    public override string ToString() => Subnet.ToString();

    /// <summary>The same subnet by the same link in the same namespace, under whichever address.</summary>
    public bool Equals(Masquerade? other)
        => other is not null && Subnet.Equals(other.Subnet) && OutInterface == other.OutInterface && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Masquerade);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Subnet, OutInterface, Namespace);
}
