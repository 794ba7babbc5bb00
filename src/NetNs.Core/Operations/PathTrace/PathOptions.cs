namespace NetNs.Operations;

/// <summary>What the user says about the packets whose path is asked for.</summary>
internal sealed class PathOptions
{
    internal int? Port { get; init; }

    /// <summary>Null: TCP with a port, a ping without.</summary>
    internal NetPathProtocol? Protocol { get; init; }

    internal string? SourceAddress { get; init; }

    internal IPFamily? Family { get; init; }

    internal bool OneWay { get; init; }

    /// <summary>Whether one real packet is sent, too.</summary>
    internal bool Live { get; init; }
}
