using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What keeps a frame from going on; without certainty where it may.</summary>
/// <param name="Reason">Why, in words.</param>
/// <param name="Evidence">The setting.</param>
/// <param name="Remedy">A command line that helps.</param>
/// <param name="IsCertain">False where it only may.</param>
internal sealed record LinkObstacle(string Reason, string? Evidence = null, string? Remedy = null, bool IsCertain = true);

/// <summary>A step of a frame from link to link: across a veth pair, or through a bridge.</summary>
/// <param name="From">The namespace that it leaves.</param>
/// <param name="Out">The link that it leaves by; of a bridge the port, null where the bridge itself takes it in.</param>
/// <param name="To">The namespace that it comes to; the same for a bridge.</param>
/// <param name="In">The link that it comes in by; of a bridge the port, null where the bridge itself sends it.</param>
/// <param name="Bridge">The bridge; null for a veth pair.</param>
internal sealed record LinkStep(PathNode From, LinkMessage? Out, PathNode To, LinkMessage? In, LinkMessage? Bridge)
{
    internal LinkObstacle? Obstacle { get; init; }
}

/// <summary>A way of a frame from one link to another that takes packets in.</summary>
/// <param name="Node">Where it ends.</param>
/// <param name="Link">The link that takes it in.</param>
/// <param name="Steps">How it gets there.</param>
internal sealed record LinkPath(PathNode Node, LinkMessage Link, IReadOnlyList<LinkStep> Steps)
{
    /// <summary>What is in the way first.</summary>
    internal LinkObstacle? Obstacle => Steps.FirstOrDefault(s => s.Obstacle is not null)?.Obstacle;

    /// <summary>The port of the bridge that it came in by, where the bridge itself takes it in.</summary>
    internal LinkMessage? ArrivalPort => Steps is [.., { Bridge: not null, In: { } port, Out: null }] ? port : null;
}
