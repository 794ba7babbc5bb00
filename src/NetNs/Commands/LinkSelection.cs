using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Which links of a namespace a listing is about: all, one (the kernel then filters), or several.</summary>
internal sealed class LinkSelection
{
    private readonly LinkArgument[]? _named;
    private HashSet<int>? _indexes;

    private LinkSelection(LinkArgument[]? named)
    {
        _named = named;
    }

    internal static LinkSelection All => new(null);

    /// <summary>Whether every link is meant.</summary>
    internal bool IsAll => _named is null;

    /// <summary>Number of the one link; 0 where they are several or all.</summary>
    internal int Single { get; private set; }

    /// <summary>Whether there are none, though some were said.</summary>
    internal bool IsEmpty => _indexes is { Count: 0 };

    /// <summary>Names may hold wildcards.</summary>
    internal static LinkSelection Of(LinkArgument[] named) => new(named);

    /// <summary>Whether a link is among them.</summary>
    internal bool Contains(int index) => _indexes is null || Single != 0 || _indexes.Contains(index);

    /// <summary>Finds their numbers: one question for each literal name, one list of all links where there are wildcards.</summary>
    internal void Resolve(NamespaceContext context, Action<LinkArgument, NetNsException> onMissing)
    {
        if (_named is null)
            return;
        _indexes = [];
        IReadOnlyList<FoundLink>? links = null;
        foreach (LinkArgument link in _named)
        {
            if (LinkResolver.PatternOf(link) is { } pattern)
            {
                links ??= LinkOperations.FindAll(context);
                _indexes.UnionWith(links.Where(pattern.IsMatch).Select(l => l.Index));
                continue;
            }

            try
            {
                _indexes.Add(LinkResolver.Find(context, link).Index);
            }
            catch (NetNsException e)
            {
                onMissing(link, e);
            }
        }

        Single = _indexes.Count == 1 ? _indexes.First() : 0;
    }
}
