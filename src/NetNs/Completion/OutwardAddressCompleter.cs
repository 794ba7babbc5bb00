using System.Net;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes addresses of the namespace that others can answer to.</summary>
public sealed class OutwardAddressCompleter : LiveAddressCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Addresses(NamespaceContext context)
        => AddressOperations.List(context).Where(a => !IPAddress.IsLoopback(a.IPAddress) && !a.IPAddress.IsIPv6LinkLocal).Select(a => (a.IPAddress.ToString(), $"{a} on {a.InterfaceAlias}"));
}
