using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes next hops: those that routes of the namespace have already, then neighbours, any of which may route.</summary>
public sealed class NextHopCompleter : LiveAddressCompleter
{
    // A table may have a million routes, and a few next hops.
    private const int MostRoutes = 2000;

    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => RouteOperations.List(context, new RouteQuery()).Take(MostRoutes).Where(r => r.NextHop is not null).Select(r => (r.NextHop!.ToString(), r.ToString()!))
            .Concat(NeighborOperations.List(context).Select(n => (n.IPAddress.ToString(), n.ToString()!)));
}
