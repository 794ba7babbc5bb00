namespace NetNs;

/// <summary>A published port in a topology; its node is the one where it is published.</summary>
public sealed class NetTopologyPort : NetTopologyItem
{
    /// <summary>The address that connections are taken at; 0.0.0.0 or :: for all of them.</summary>
    public required string HostAddress { get; init; }

    /// <summary>The port that connections are taken at.</summary>
    public int HostPort { get; init; }

    /// <summary>TCP, UDP or SCTP.</summary>
    public TransportProtocol Protocol { get; init; }

    /// <summary>The only clients that it is for; null where it is for all.</summary>
    public string? SourcePrefix { get; init; }

    /// <summary>The node that it leads to; null where that is not in the topology.</summary>
    public string? TargetNode { get; init; }

    /// <summary>The address that it leads to.</summary>
    public required string TargetAddress { get; init; }

    /// <summary>The port that it leads to.</summary>
    public int TargetPort { get; init; }

    /// <summary>Where it leads: "10.1.0.3:80", "[fd00::3]:80".</summary>
    public string Target => $"{(TargetAddress.Contains(':') ? $"[{TargetAddress}]" : TargetAddress)}:{TargetPort}";

    internal override string Noun => "Port";

    internal override string Key
        => $"{Node} {(HostAddress.Contains(':') ? $"[{HostAddress}]" : HostAddress)}:{HostPort}/{ContainerPort.NameOf(Protocol)}{(SourcePrefix is null ? "" : $" from {SourcePrefix}")}";

    internal override IEnumerable<KeyValuePair<string, string?>> Values =>
    [
        Pair(nameof(Node), Node), Pair(nameof(HostAddress), HostAddress), Pair(nameof(HostPort), HostPort), Pair(nameof(Protocol), Protocol), Pair(nameof(SourcePrefix), SourcePrefix),
        Pair(nameof(TargetNode), TargetNode), Pair(nameof(TargetAddress), TargetAddress), Pair(nameof(TargetPort), TargetPort),
    ];
}
