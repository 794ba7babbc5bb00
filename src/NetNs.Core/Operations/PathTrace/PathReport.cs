using NetNs.Route;

namespace NetNs.Operations;

/// <summary>The steps of a path as they are found.</summary>
internal sealed class PathReport
{
    private readonly List<NetPathHop> _hops = [];

    internal IReadOnlyList<NetPathHop> Hops => _hops;

    /// <summary>Adds a step where the packet goes on.</summary>
    internal void Passes(PathNode node, NetPathStage stage, LinkMessage? link, PathPacket packet, string reason, string? evidence = null, string? owner = null)
        => Add(node, stage, NetPathVerdict.Passes, link, packet, reason, evidence, owner, null);

    /// <summary>Adds a step where it ends.</summary>
    /// <returns>False: it does not go on.</returns>
    internal bool Blocked(PathNode node, NetPathStage stage, LinkMessage? link, PathPacket packet, string reason, string? evidence = null, string? remedy = null, string? owner = null)
        => Add(node, stage, NetPathVerdict.Blocked, link, packet, reason, evidence, owner, remedy);

    /// <summary>Adds a step of which it cannot be told.</summary>
    internal void Unknown(PathNode node, NetPathStage stage, LinkMessage? link, PathPacket packet, string reason, string? evidence = null, string? owner = null)
        => Add(node, stage, NetPathVerdict.Unknown, link, packet, reason, evidence, owner, null);

    private bool Add(PathNode node, NetPathStage stage, NetPathVerdict verdict, LinkMessage? link, PathPacket packet, string reason, string? evidence, string? owner, string? remedy)
    {
        _hops.Add(new NetPathHop
        {
            Step = _hops.Count + 1,
            Direction = packet.IsReply ? NetPathDirection.Reply : NetPathDirection.Request,
            Namespace = node.Namespace,
            InterfaceAlias = link?.Name,
            Stage = stage,
            Verdict = verdict,
            Reason = reason,
            Evidence = evidence,
            Owner = owner,
            Remedy = remedy,
            Packet = packet.ToModel(),
        });
        return false;
    }
}
