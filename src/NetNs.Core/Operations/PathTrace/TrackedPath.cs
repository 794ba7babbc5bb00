using System.Net;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Addresses and ports of a packet.</summary>
internal readonly record struct FlowTuple(IPAddress Source, ushort? SourcePort, IPAddress Destination, ushort? DestinationPort)
{
    internal FlowTuple Reversed => new(Destination, DestinationPort, Source, SourcePort);
}

/// <summary>A connection in the connection tracking of one namespace: how its packets look as they are sent, and how the answers must look.</summary>
internal sealed class TrackedConnection(FlowTuple original)
{
    internal FlowTuple Original { get; } = original;

    /// <summary>How answers look where they come in.</summary>
    internal FlowTuple Reply { get; set; } = original.Reversed;

    internal ConntrackStatus Status { get; set; }

    internal uint? Mark { get; set; } = 0;

    /// <summary>Whether rules were asked already for its destination, and for its source: they are asked for the first packet only, and once.</summary>
    internal bool IsDestinationSettled { get; set; }

    /// <inheritdoc cref="IsDestinationSettled"/>
    internal bool IsSourceSettled { get; set; }
}

/// <summary>A packet in the eyes of connection tracking.</summary>
/// <param name="State">new, established, untracked or invalid.</param>
/// <param name="Connection">The connection; null where it belongs to none.</param>
/// <param name="IsReply">Whether it goes back.</param>
internal sealed record TrackedPath(ConntrackState State, TrackedConnection? Connection, bool IsReply);
