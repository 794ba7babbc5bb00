using System.Net;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Base of completers that offer addresses.</summary>
public abstract class LiveAddressCompleter : LiveCompleter
{
    /// <summary>What there is: the text to type, and a word on it.</summary>
    private protected abstract IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context);

    private protected override IEnumerable<(string Text, string Tip)> Offers(OperationSession session, NamespaceContext context) => Addresses(context);

    /// <summary>The addresses of a namespace under which others know it.</summary>
    private protected static IEnumerable<NetIPAddress> Outward(NamespaceContext context)
        => AddressOperations.List(context).Where(a => !IPAddress.IsLoopback(a.IPAddress) && !a.IPAddress.IsIPv6LinkLocal);
}

/// <summary>Completes addresses of neighbours that the namespace knows.</summary>
public sealed class NeighborAddressCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => NeighborOperations.List(context).Select(n => (n.IPAddress.ToString(), n.ToString()!));
}

/// <summary>Completes next hops: those that routes of the namespace have already, then neighbours, any of which may route.</summary>
public sealed class NextHopCompleter : LiveAddressCompleter
{
    // A table may have a million routes, and a few next hops.
    private const int MostRoutes = 2000;

    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => RouteOperations.List(context, new RouteQuery()).Take(MostRoutes).Where(r => r.NextHop is not null).Select(r => (r.NextHop!.ToString(), r.ToString()!))
            .Concat(NeighborOperations.List(context).Select(n => (n.IPAddress.ToString(), n.ToString()!)));
}

/// <summary>Completes addresses of the namespace that others can answer to.</summary>
public sealed class OutwardAddressCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => Outward(context).Select(a => (a.IPAddress.ToString(), $"{a} on {a.InterfaceAlias}"));
}

/// <summary>Completes addresses that links of the namespace have.</summary>
public sealed class OwnAddressCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => AddressOperations.List(context).Select(a => (a.IPAddress.ToString(), $"{a} on {a.InterfaceAlias}"));
}

/// <summary>Completes destinations of the routes of the namespace that was typed already, or of the current one.</summary>
public sealed class RouteDestinationCompleter : LiveAddressCompleter
{
    // A table may have a million.
    private const int MostRead = 10 * Most;

    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => RouteOperations.List(context, new RouteQuery()).Take(MostRead)
            .Select(r => (r.DestinationPrefix.PrefixLength == 0 ? "default" : r.DestinationPrefix.ToString(), r.ToString()));
}
