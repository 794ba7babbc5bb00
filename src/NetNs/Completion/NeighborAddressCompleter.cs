using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes addresses of neighbours that the namespace knows.</summary>
public sealed class NeighborAddressCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => NeighborOperations.List(context).Select(n => (n.IPAddress.ToString(), n.ToString()!));
}
