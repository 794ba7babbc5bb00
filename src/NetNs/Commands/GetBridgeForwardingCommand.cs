using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Commands;

/// <summary>Lists the addresses that bridges know, and the ports they are behind.</summary>
[Cmdlet(VerbsCommon.Get, "BridgeForwarding")]
[OutputType(typeof(BridgeForwardingEntry))]
public sealed class GetBridgeForwardingCommand : NamespaceTargetCommand, IListsEverywhere
{
    /// <summary>Which bridges; wildcards are allowed. Left out, it is every bridge.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "InterfaceAlias")]
    [SupportsWildcards]
    [LinkTransform]
    [ArgumentCompleter(typeof(BridgeNameCompleter))]
    public LinkArgument[]? Bridge { get; set; }

    /// <summary>Lists the ports' and the bridges' own addresses too.</summary>
    [Parameter]
    public SwitchParameter IncludeLocal { get; set; }

    /// <summary>Looks in the current namespace and in every one that has a name.</summary>
    [Parameter]
    public SwitchParameter AllNamespaces { get; set; }

    NamespaceArgument? IListsEverywhere.Place
    {
        set => Namespace = value;
    }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (Bridge is null)
        {
            Attempt(null, () => ListAll(Context, null));
            return;
        }

        foreach (LinkArgument argument in Bridge)
        {
            LinkReference reference = argument.First;
            Attempt(argument.SubjectOf(reference), () =>
            {
                NamespaceContext context = argument.ContextOf(reference, Session, Namespace);
                if (reference is { Index: 0, Name: { } name } && new NamePattern(name) is { HasWildcards: true } pattern)
                    ListAll(context, pattern);
                else
                    List(context, BridgeOperations.Find(context, reference));
            });
        }
    }

    private void ListAll(NamespaceContext context, NamePattern? pattern)
    {
        foreach (LinkMessage bridge in context.Route.DumpLinks(kind: new BridgeKind()))
        {
            if (pattern is null || pattern.IsMatch(bridge.Name!))
                List(context, bridge);
        }
    }

    private void List(NamespaceContext context, LinkMessage bridge)
        => WriteObject(new BridgeOperations(Session).ListForwarding(context, bridge, IncludeLocal), enumerateCollection: true);
}
