using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Commands;

/// <summary>Lists ports of bridges.</summary>
[Cmdlet(VerbsCommon.Get, "BridgePort")]
[OutputType(typeof(BridgePort))]
public sealed class GetBridgePortCommand : NamespaceTargetCommand, IListsEverywhere
{
    /// <summary>
    /// Which ones: bridges for all their ports, or ports; wildcards are allowed. Left out, it is every port of every bridge.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Bridge", "InterfaceAlias")]
    [SupportsWildcards]
    [BridgePortTransform]
    [ArgumentCompleter(typeof(BridgePortNameCompleter))]
    public LinkArgument[]? Link { get; set; }

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
        var bridges = new BridgeOperations(Session);
        if (Link is null)
        {
            Attempt(null, () => WriteObject(bridges.ListPorts(Context), enumerateCollection: true));
            return;
        }

        foreach (LinkArgument argument in Link)
            Attempt(argument.SubjectOf(argument.First), () => List(bridges, argument));
    }

    private void List(BridgeOperations bridges, LinkArgument argument)
    {
        LinkReference reference = argument.First;
        NamespaceContext context = argument.ContextOf(reference, Session, Namespace);
        if (reference is { Index: 0, Name: { } name } && new NamePattern(name) is { HasWildcards: true } pattern)
        {
            WriteObject(bridges.ListPorts(context).Where(p => pattern.IsMatch(p.Link) || pattern.IsMatch(p.Bridge)), enumerateCollection: true);
            return;
        }

        LinkMessage link = LinkOperations.Find(context, reference);
        WriteObject(link.Kind is BridgeKind ? bridges.ListPorts(context, link) : [bridges.Describe(context, link)], enumerateCollection: true);
    }
}
