using System.Globalization;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes published ports.</summary>
public sealed class PublishedPortCompleter : LiveCompleter
{
    private protected override IEnumerable<(string Text, string Tip)> Offers(OperationSession session, NamespaceContext context)
        => PublishedPorts.Read(context)
            .GroupBy(p => p.Entry.HostPort)
            .Select(g => (g.Key.ToString(CultureInfo.InvariantCulture), string.Join(", ", g.Select(p => $"{p.Entry.Name} to {p.Entry.Target} port {p.Entry.TargetPort}"))));
}
