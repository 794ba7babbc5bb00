namespace NetNs;

/// <summary>A TCP connection, or a socket that waits for connections.</summary>
public sealed class NetTCPConnection : NetSocket
{
    /// <summary>How far the connection is.</summary>
    public NetTCPState State { get; init; }
}
