using NetNs.ProbeSockets;

namespace NetNs.Operations;

/// <summary>What came of some pings.</summary>
internal sealed class PingStatistics
{
    private TimeSpan _total;

    internal int Sent { get; set; }

    internal int Answered { get; private set; }

    /// <summary>The last word of a router, or of this machine itself, on why they do not get there.</summary>
    internal ProbeAnswer? Refusal { get; set; }

    /// <summary>Why the kernel took none any more; null where it took all.</summary>
    internal System.Net.Sockets.SocketError? Error { get; set; }

    /// <summary>Whether there was not even a socket for it.</summary>
    internal bool IsForbidden { get; set; }

    internal TimeSpan? Average => Answered == 0 ? null : _total / Answered;

    internal void Add(TimeSpan roundTrip)
    {
        Answered++;
        _total += roundTrip;
    }
}
