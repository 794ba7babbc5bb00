using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes addresses that links of the namespace have.</summary>
public sealed class OwnAddressCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => AddressOperations.List(context).Select(a => (a.IPAddress.ToString(), $"{a} on {a.InterfaceAlias}"));
}
