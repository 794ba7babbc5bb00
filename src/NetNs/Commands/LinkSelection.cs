using NetNs.Binding;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Commands;

/// <summary>Which links of a namespace a listing is about: all, one (the kernel then filters), or several.</summary>
internal sealed class LinkSelection
{
    private readonly LinkReference[]? _references;
    private HashSet<int>? _indexes;

    private LinkSelection(LinkReference[]? references)
    {
        _references = references;
    }

    internal static LinkSelection All => new(null);

    /// <summary>Whether every link is meant.</summary>
    internal bool IsAll => _references is null;

    /// <summary>Number of the one link; 0 where they are several or all.</summary>
    internal int Single { get; private set; }

    /// <summary>Whether there are none, though some were said.</summary>
    internal bool IsEmpty => _indexes is { Count: 0 };

    /// <summary>Names may hold wildcards.</summary>
    internal static LinkSelection Of(LinkReference[] references) => new(references);

    /// <summary>Whether a link is among them.</summary>
    internal bool Contains(int index) => _indexes is null || Single != 0 || _indexes.Contains(index);

    /// <summary>Finds their numbers: one question for each literal name, one list of all links where there are wildcards.</summary>
    internal void Resolve(NamespaceContext context, Action<LinkReference, NetNsException> onMissing)
    {
        if (_references is null)
            return;
        _indexes = [];
        List<LinkMessage>? links = null;
        foreach (LinkReference reference in _references)
        {
            if (reference is { Index: 0, Name: { } name } && new NamePattern(name) is { HasWildcards: true } pattern)
            {
                links ??= context.Route.DumpLinks();
                _indexes.UnionWith(links.Where(l => pattern.IsMatch(l.Name!)).Select(l => l.Index));
                continue;
            }

            try
            {
                _indexes.Add(LinkOperations.Find(context, reference).Index);
            }
            catch (NetNsException e)
            {
                onMissing(reference, e);
            }
        }

        Single = _indexes.Count == 1 ? _indexes.First() : 0;
    }
}
