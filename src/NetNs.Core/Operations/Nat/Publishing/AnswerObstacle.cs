using NetNs.Interop;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// A strict reverse path filter that drops what a port in the second network of a container needs: the request inside, since the way back to
/// the client is another link, or the answer on the host, since it comes in by another link than the one that leads to its sender.
/// </summary>
/// <param name="Problem">What is in the way, in words.</param>
/// <param name="Remedy">A command line that helps.</param>
internal sealed record AnswerObstacle(string Problem, string Remedy)
{
    private const int Strict = 1;

    /// <summary>Looks at a container that has addresses on several links. IPv4 alone has such a filter.</summary>
    /// <param name="host">Where ports are published.</param>
    /// <param name="inside">The container.</param>
    /// <param name="inner">The number of the container's link that has the published address.</param>
    internal static IReadOnlyList<AnswerObstacle> Find(NamespaceContext host, NamespaceContext inside, int inner)
    {
        if (DefaultLink(inside) is not { } back || back == inner)
            return [];
        List<AnswerObstacle> obstacles = [];
        if (IsStrict(inside, inner) && inside.Route.Connection.LinkName(inner) is { } innerName)
            obstacles.Add(Describe(inside, innerName, $"{innerName}{inside.Namespace.Suffix} drops requests of other networks, since its way back to them is another link"));
        if (LoopbackSwitch.Find(inside, back) is { Kind: VethKind, Link: { } end } && LoopbackSwitch.Find(host, end) is { } hostEnd
            && LoopbackSwitch.Find(host, hostEnd.Master ?? hostEnd.Index) is { Name: { } arrival } link && IsStrict(host, link.Index))
            obstacles.Add(Describe(host, arrival, $"{arrival}{host.Namespace.Suffix} drops the answers, since they come in by another link than the one that leads to their sender"));
        return obstacles;
    }

    // The link of the default route with the lowest metric; null where there is none.
    private static int? DefaultLink(NamespaceContext inside) => inside.Route.DumpRoutes(LibC.AF_INET)
        .Where(r => r.DestinationLength == 0 && r is { Kind: RouteKind.Unicast, OutputLink: not null })
        .MinBy(r => r.Priority ?? 0)?.OutputLink;

    // The larger of the link's own setting and that of "all" counts.
    private static bool IsStrict(NamespaceContext context, int link)
    {
        Dictionary<int, NetConfigurationMessage> settings = context.Route.DumpConfiguration(LibC.AF_INET);
        int Of(int index) => settings.TryGetValue(index, out NetConfigurationMessage? one) ? one.ReversePathFilter ?? 0 : 0;
        return Math.Max(Of(NetConfigurationMessage.All), Of(link)) == Strict;
    }

    private static AnswerObstacle Describe(NamespaceContext context, string link, string problem)
        => new($"the strict reverse path filter of {problem}", $"Set-NetSysctl net/ipv4/conf/{link}/rp_filter 2{(context.Namespace.Name is { } name && !context.IsCurrent ? $" -Namespace {name}" : context.IsCurrent ? "" : $" -Namespace {context.Namespace.Path}")}");
}
