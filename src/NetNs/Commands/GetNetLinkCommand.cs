using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the links of namespaces.</summary>
[Cmdlet(VerbsCommon.Get, "NetLink", DefaultParameterSetName = "ByName")]
[Alias("Get-NetAdapter")]
[OutputType(typeof(NetLink), typeof(Bridge))]
public sealed class GetNetLinkCommand : NetNsCommand
{
    // Up to so many links are cheaper to ask for one by one than to list all of a host.
    private const int AskedOneByOne = 32;

    /// <summary>Their names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = "ByName")]
    [Alias("Name", "dev")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public string[]? InterfaceAlias { get; set; }

    /// <summary>Their numbers.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ByIndex")]
    [Alias("ifindex")]
    public int[]? InterfaceIndex { get; set; }

    /// <summary>Only links of these kinds: Veth, Bridge, Vxlan …</summary>
    [Parameter]
    [ArgumentCompleter(typeof(LinkKindCompleter))]
    public string[]? Kind { get; set; }

    /// <summary>Only the ports of this bridge.</summary>
    [Parameter]
    [LinkTransform]
    [ArgumentCompleter(typeof(BridgeNameCompleter))]
    public LinkArgument? Bridge { get; set; }

    /// <summary>Where to look. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (AllNamespaces)
        {
            Attempt(null, () => List(Session.Current));
            foreach (NetNamespace target in new NamespaceOperations(Session).List().Where(n => n.State == NetNamespaceState.Active && !n.Equals(Session.Current.Namespace)))
                Attempt(target, () => ListIfThere(target));
            return;
        }

        if (Namespace is null)
        {
            Attempt(null, () => List(Session.Current));
            return;
        }

        foreach (NamespaceArgument target in Namespace)
            Attempt(target, () => List(Session.In(target.Resolve(Session))));
    }

    // One that was removed since it was listed is none of all.
    private void ListIfThere(NetNamespace target)
    {
        NamespaceContext context;
        try
        {
            context = Session.In(target);
        }
        catch (NetNsException e) when (e.Error is NetNsError.NamespaceNotFound or NetNsError.NamespaceStale)
        {
            return;
        }

        List(context);
    }

    private void List(NamespaceContext context)
    {
        NamePattern[]? patterns = InterfaceAlias?.Select(n => new NamePattern(n)).ToArray();
        int? bridge = Bridge is { } wanted ? LinkResolver.FindBridge(context, wanted).Index : null;
        var found = new HashSet<NamePattern>();
        var indexes = new HashSet<int>();
        var operations = new LinkOperations(Session);
        foreach (NetLink link in AskedFor(patterns) is { } few ? operations.List(context, few, IsWanted) : operations.List(context, IsWanted))
            WriteObject(link.AsLink());
        ReportMissing(context, patterns?.Except(found), InterfaceIndex?.Except(indexes));

        bool IsWanted(FoundLink link)
            => IsNamed(link)
                && (InterfaceIndex is null || (InterfaceIndex.Contains(link.Index) && indexes.Add(link.Index)))
                && (Kind is null || Kind.Contains(link.Kind, StringComparer.OrdinalIgnoreCase))
                && (bridge is null || link.Master == bridge);

        bool IsNamed(FoundLink link)
        {
            if (patterns is null)
                return true;
            NamePattern[] matching = [.. patterns.Where(p => link.AllNames.Any(p.IsMatch))];
            found.UnionWith(matching);
            return matching.Length > 0;
        }
    }

    // Null where all have to be looked at.
    private IEnumerable<LinkReference>? AskedFor(NamePattern[]? patterns)
    {
        IEnumerable<LinkReference>? references = InterfaceIndex?.Select(i => new LinkReference(null, i))
            ?? (patterns?.All(p => p.IsLiteral) == true ? patterns.Select(p => new LinkReference(p.Text)) : null);
        return references?.Count() <= AskedOneByOne ? references : null;
    }

    // A name without wildcards that is not there is an error, as with Get-Item; with other filters it may simply not pass them.
    private void ReportMissing(NamespaceContext context, IEnumerable<NamePattern>? names, IEnumerable<int>? indexes)
    {
        if (AllNamespaces || Kind is not null || Bridge is not null)
            return;
        foreach (NamePattern name in names?.Where(n => !n.HasWildcards) ?? [])
            Attempt(name.Text, () => throw Failure.LinkNotFound(name.Text, context.Namespace));
        foreach (int index in indexes ?? [])
            Attempt(index, () => throw Failure.LinkNotFound($"#{index}", context.Namespace));
    }
}
