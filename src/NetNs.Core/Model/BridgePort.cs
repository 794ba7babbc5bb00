namespace NetNs;

/// <summary>A link as a port of a bridge. An immutable snapshot.</summary>
public sealed class BridgePort : IEquatable<BridgePort>
{
    /// <summary>The bridge's name.</summary>
    public required string Bridge { get; init; }

    /// <summary>The link's name.</summary>
    public required string Link { get; init; }

    /// <summary>The link's number.</summary>
    public int InterfaceIndex { get; init; }

    /// <summary>What it does with frames.</summary>
    public BridgePortState State { get; init; }

    /// <summary>Spanning-tree path cost, 1 to 65535.</summary>
    public int Cost { get; init; }

    /// <summary>Spanning-tree priority, 0 to 63.</summary>
    public int Priority { get; init; }

    /// <summary>Whether a frame may leave by the port that it came in by.</summary>
    public bool Hairpin { get; init; }

    /// <summary>Whether it talks only to ports that are not isolated.</summary>
    public bool Isolated { get; init; }

    /// <summary>Whether source addresses are learned.</summary>
    public bool Learning { get; init; }

    /// <summary>Whether frames for unknown addresses go out here.</summary>
    public bool Flood { get; init; }

    /// <summary>Whether spanning-tree messages from outside are dropped.</summary>
    public bool Guard { get; init; }

    /// <summary>Name of the other end of a veth.</summary>
    public string? PeerName { get; init; }

    /// <summary>Where the other end of a veth is.</summary>
    public NetNamespace? PeerNamespace { get; init; }

    /// <summary>Where bridge and port are.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The link's name.</summary>
    public override string ToString() => Link;

    /// <summary>The same port: namespace and number.</summary>
    public bool Equals(BridgePort? other) => other is not null && InterfaceIndex == other.InterfaceIndex && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as BridgePort);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(InterfaceIndex, Namespace);
}
