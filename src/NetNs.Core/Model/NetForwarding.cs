namespace NetNs;

/// <summary>Whether a namespace forwards packets: whether it is a router. An immutable snapshot.</summary>
public sealed class NetForwarding : IEquatable<NetForwarding>
{
    /// <summary>IPv4 or IPv6.</summary>
    public IPFamily AddressFamily { get; init; }

    /// <summary>The one link that it is about; null for the namespace as a whole.</summary>
    public string? InterfaceAlias { get; init; }

    /// <summary>Whether packets are forwarded.</summary>
    public bool Enabled { get; init; }

    /// <summary>Where.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>"IPv4 forwarding on".</summary>
    public override string ToString() => $"{AddressFamily} forwarding {(Enabled ? "on" : "off")}{(InterfaceAlias is null ? "" : $" for {InterfaceAlias}")}";

    /// <summary>The same switch of the same namespace, whatever its position.</summary>
    public bool Equals(NetForwarding? other)
        => other is not null && AddressFamily == other.AddressFamily && InterfaceAlias == other.InterfaceAlias && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetForwarding);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(AddressFamily, InterfaceAlias, Namespace);
}
