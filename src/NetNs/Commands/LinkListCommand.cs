using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that list what links have: addresses, routes, neighbours.</summary>
public abstract class LinkListCommand : NetNsCommand, IListsEverywhere
{
    private readonly HashSet<string> _missing = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _searched = [];
    private Func<string, string, NetNsException>? _notFound;
    private bool _refused;

    /// <summary>Only these links: names, with wildcards if you like, or NetLink objects.</summary>
    [Parameter(Position = 1, ValueFromPipeline = true)]
    [Alias("Name", "dev", "Link")]
    [SupportsWildcards]
    [LinkTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public virtual LinkArgument[]? InterfaceAlias { get; set; }

    /// <summary>Only the links with these numbers.</summary>
    [Parameter]
    [Alias("ifindex")]
    public int[]? InterfaceIndex { get; set; }

    /// <summary>Where to look: NetNamespace objects, names, paths, process ids. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    NamespaceArgument? IListsEverywhere.Place
    {
        set => Namespace = value is null ? null : [value];
    }

    /// <summary>Lists what is wanted of one namespace.</summary>
    /// <param name="context">Where.</param>
    /// <param name="links">Which links; see <see cref="LinkSelection"/>.</param>
    private protected abstract void List(NamespaceContext context, LinkSelection links);

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (_refused)
            return;
        LinkArgument[]? links = InterfaceAlias is null ? null : [.. InterfaceAlias.SelectMany(l => l.Each)];
        // A text from the pipeline binds to both: here it names a namespace, as with Get-NetLink.
        if (links is [var only] && Namespace is [var where] && Resolver.IsOneText(only, where, nameof(InterfaceAlias)))
            links = null;
        if (links is null && InterfaceIndex is null)
        {
            SearchGiven(LinkSelection.All);
            return;
        }

        // Links that know where they are, and those that are looked for in each namespace.
        var names = new List<LinkArgument>();
        foreach (LinkArgument link in links ?? [])
        {
            Attempt(link.ToString(), () =>
            {
                if (Resolver.OwnNamespaceOf(link) is { } own)
                    Search(own, LinkSelection.Of([link]));
                else
                    names.Add(link);
            });
        }

        names.AddRange((InterfaceIndex ?? []).Select(i => new LinkArgument(i)));
        if (names.Count > 0)
            SearchGiven(LinkSelection.Of([.. names]));
    }

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        if (_searched.Count == 0)
            return; // why is told already
        string where = _searched.Distinct().ToArray() switch
        {
            [var one] => one,
            { Length: <= 5 } few => $" in namespaces {string.Join(", ", few.Select(s => s.Replace(" in namespace ", "", StringComparison.Ordinal)).Where(s => s.Length > 0))}",
            { } many => $" in {many.Length} namespaces",
        };
        foreach (string text in _missing)
            Attempt(text, () => throw _notFound!(text, where));
    }

    /// <summary>Checks what the user said before anything is listed: where it throws, nothing is.</summary>
    private protected void Prepare(object? said, Action check)
    {
        bool isGood = false;
        Attempt(said, () =>
        {
            check();
            isGood = true;
        });
        _refused |= !isGood;
    }

    /// <summary>What the user wants to see by name. Bad literals are errors; those that are found nowhere in the pipe are errors at its end.</summary>
    /// <param name="wanted">Null where nothing was named.</param>
    /// <param name="normalize">Brings a literal into the form that objects show; throws where it is none.</param>
    /// <param name="notFound">Makes the error of a literal, with words for where it was looked for.</param>
    private protected TextFilter? Named(string[]? wanted, Func<string, string> normalize, Func<string, string, NetNsException> notFound)
    {
        if (wanted is null)
            return null;
        var filter = new TextFilter();
        foreach (string text in wanted)
            Attempt(text, () => filter.Add(text, normalize));
        _refused |= filter.IsEmpty;
        _notFound = notFound;
        _missing.UnionWith(filter.Literals);
        return filter;
    }

    /// <summary>Whether an object is wanted by one of the forms of its name.</summary>
    private protected bool IsNamed(TextFilter? filter, params ReadOnlySpan<string> forms)
    {
        if (filter is null)
            return true;
        bool isWanted = false;
        foreach (string form in forms)
        {
            if (!filter.IsMatch(form, out bool literally))
                continue;
            isWanted = true;
            if (literally)
                _missing.Remove(form);
        }

        return isWanted;
    }

    private void SearchGiven(LinkSelection links)
    {
        foreach (NamespaceArgument? place in Namespace ?? Enumerable.Repeat<NamespaceArgument?>(null, 1))
            Attempt(place?.ToString(), () => Search(place?.Resolve(Session), links));
    }

    private void Search(NetNamespace? where, LinkSelection links)
    {
        NamespaceContext context = Session.In(where);
        _searched.Add(context.Namespace.Suffix);
        links.Resolve(context, (link, e) => Attempt(link.ToString(), () => throw e));
        if (!links.IsEmpty)
            List(context, links);
    }
}
