using System.Net;

namespace NetNs;

/// <summary>What a test of a connection found. An immutable snapshot.</summary>
public sealed class NetConnectionResult
{
    /// <summary>What was asked for: a name or an address.</summary>
    public required string ComputerName { get; init; }

    /// <summary>The address that was tried; null where the name has none.</summary>
    public IPAddress? RemoteAddress { get; init; }

    /// <summary>The TCP port that was tried; null where only ping was asked for.</summary>
    public int? RemotePort { get; init; }

    /// <summary>Whether a ping was answered.</summary>
    public bool PingSucceeded { get; init; }

    /// <summary>How many pings were sent.</summary>
    public int PingsSent { get; init; }

    /// <summary>How many pings were answered.</summary>
    public int PingsAnswered { get; init; }

    /// <summary>From sending to the answer, the average of all pings; where none was answered, the time that connecting took. Null where nothing came back.</summary>
    public TimeSpan? RoundTrip { get; init; }

    /// <summary>Whether a TCP connection came about; null where no port was asked for.</summary>
    public bool? TcpTestSucceeded { get; init; }

    /// <summary>Name of the link that packets leave by.</summary>
    public string? InterfaceAlias { get; init; }

    /// <summary>The address that packets come from.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>The router that they go to; null where the destination is on the link.</summary>
    public IPAddress? NextHop { get; init; }

    /// <summary>Why it failed, in words; null where it succeeded.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Where the test was made.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>Whether what was asked for succeeded: the TCP connection where a port was given, else the ping.</summary>
    public bool Succeeded => TcpTestSucceeded ?? PingSucceeded;

    /// <summary>"10.0.0.2:80: succeeded", or why not.</summary>
    public override string ToString() => $"{ComputerName}{(RemotePort is { } port ? $":{port}" : "")}: {FailureReason ?? "succeeded"}";
}
