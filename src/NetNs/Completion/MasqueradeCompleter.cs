using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes masqueraded subnets.</summary>
public sealed class MasqueradeCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offers(OperationSession session, NamespaceContext context)
        => new Masquerading(session, context).List().GroupBy(m => m.Subnet).Select(g => (g.Key.ToString(), string.Join(", ", g.Select(m => $"by {m.OutInterface ?? "any link"}"))));
}
