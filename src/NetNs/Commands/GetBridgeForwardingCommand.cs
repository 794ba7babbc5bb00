using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

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

        foreach (LinkArgument bridge in Bridge)
        {
            Attempt(bridge.Subject, () =>
            {
                NamespaceContext context = Resolver.ContextOf(bridge, Namespace);
                if (LinkResolver.PatternOf(bridge) is { } pattern)
                    ListAll(context, pattern);
                else
                    List(LinkResolver.FindBridge(context, bridge));
            });
        }
    }

    private void ListAll(NamespaceContext context, NamePattern? pattern)
    {
        foreach (FoundLink bridge in BridgeOperations.FindAll(context).Where(b => pattern is null || pattern.IsMatch(b)))
            List(bridge);
    }

    private void List(FoundLink bridge)
        => WriteObject(new BridgeOperations(Session).ListForwarding(bridge.Context, bridge.Message, IncludeLocal), enumerateCollection: true);
}
