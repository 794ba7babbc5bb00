using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes destinations of the routes of the namespace that was typed already, or of the current one.</summary>
public sealed class RouteDestinationCompleter : LiveAddressCompleter
{
    // A table may have a million.
    private const int MostRead = 10 * Most;

    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => RouteOperations.List(context, new RouteQuery()).Take(MostRead)
            .Select(r => (r.DestinationPrefix.PrefixLength == 0 ? "default" : r.DestinationPrefix.ToString(), r.ToString()));
}
