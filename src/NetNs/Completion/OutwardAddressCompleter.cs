using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes addresses of the namespace that others can answer to.</summary>
public sealed class OutwardAddressCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => Outward(context).Select(a => (a.IPAddress.ToString(), $"{a} on {a.InterfaceAlias}"));
}
