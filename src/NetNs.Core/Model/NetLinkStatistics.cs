namespace NetNs;

/// <summary>What a link has counted since it was made, in 64 bits. An immutable snapshot.</summary>
public sealed class NetLinkStatistics : IEquatable<NetLinkStatistics>
{
    /// <summary>The link's name.</summary>
    public required string Name { get; init; }

    /// <summary>The link's number.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>Bytes that came in, link-layer headers included.</summary>
    public ulong ReceivedBytes { get; init; }

    /// <summary>Packets that came in.</summary>
    public ulong ReceivedPackets { get; init; }

    /// <summary>Packets that came in damaged.</summary>
    public ulong ReceivedPacketErrors { get; init; }

    /// <summary>Packets that came in whole and were dropped.</summary>
    public ulong ReceivedDiscardedPackets { get; init; }

    /// <summary>Packets to several receivers that came in, where the driver counts them.</summary>
    public ulong ReceivedMulticastPackets { get; init; }

    /// <summary>Bytes that went out, link-layer headers included.</summary>
    public ulong SentBytes { get; init; }

    /// <summary>Packets that went out.</summary>
    public ulong SentPackets { get; init; }

    /// <summary>Packets that could not be sent.</summary>
    public ulong OutboundPacketErrors { get; init; }

    /// <summary>Packets that were dropped before they were sent.</summary>
    public ulong OutboundDiscardedPackets { get; init; }

    /// <summary>Collisions on the wire.</summary>
    public ulong Collisions { get; init; }

    /// <summary>Where the link is.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The link's name.</summary>
    public override string ToString() => Name;

    /// <summary>Of the same link: namespace and number.</summary>
    public bool Equals(NetLinkStatistics? other) => other is not null && InterfaceIndex == other.InterfaceIndex && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetLinkStatistics);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InterfaceIndex, Namespace);
}
