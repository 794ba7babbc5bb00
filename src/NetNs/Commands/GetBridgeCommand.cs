using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Lists the bridges of namespaces.</summary>
[Cmdlet(VerbsCommon.Get, "Bridge", DefaultParameterSetName = "ByName")]
[OutputType(typeof(Bridge))]
public sealed class GetBridgeCommand : NetNsCommand, IListsEverywhere
{
    /// <summary>Their names; wildcards are allowed.</summary>
    [Parameter(Position = 0, ParameterSetName = "ByName")]
    [Alias("InterfaceAlias", "Bridge")]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(BridgeNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Their numbers; a Bridge object has one.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "ByIndex")]
    [Alias("ifIndex")]
    public int[]? InterfaceIndex { get; set; }

    /// <summary>Where to look. Left out, it is the namespace of the calling thread.</summary>
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

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (Namespace is null)
        {
            Attempt(null, () => List(Session.Current));
            return;
        }

        foreach (NamespaceArgument target in Namespace)
            Attempt(target.Subject, () => List(Session.In(target.Resolve(Session))));
    }

    private void List(NamespaceContext context)
    {
        var bridges = new BridgeOperations(Session);
        if (InterfaceIndex is not null)
        {
            foreach (int index in InterfaceIndex)
                Attempt(index, () => WriteObject(bridges.Describe(LinkResolver.FindBridge(context, new LinkArgument(index)))));
            return;
        }

        IReadOnlyList<FoundLink> all = BridgeOperations.FindAll(context);
        if (Name is null)
        {
            WriteObject(all.Select(bridges.Describe), enumerateCollection: true);
            return;
        }

        NamePattern[] patterns = [.. Name.Select(n => new NamePattern(n))];
        WriteObject(all.Where(b => patterns.Any(p => p.IsMatch(b))).Select(bridges.Describe), enumerateCollection: true);
        // A name without wildcards that is not there is an error, as with Get-Item.
        foreach (NamePattern missing in patterns.Where(p => !p.HasWildcards && !all.Any(p.IsMatch)))
            Attempt(missing.Text, () => LinkResolver.FindBridge(context, new LinkArgument(missing.Text)));
    }
}
