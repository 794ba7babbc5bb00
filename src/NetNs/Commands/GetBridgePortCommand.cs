using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

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
            Attempt(argument.Subject, () => List(bridges, argument));
    }

    private void List(BridgeOperations bridges, LinkArgument argument)
    {
        NamespaceContext context = Resolver.ContextOf(argument, Namespace);
        if (LinkResolver.PatternOf(argument) is { } pattern)
        {
            HashSet<string> names = [.. LinkOperations.FindAll(context).Where(pattern.IsMatch).Select(l => l.Name)];
            WriteObject(bridges.ListPorts(context).Where(p => names.Contains(p.Link) || names.Contains(p.Bridge)), enumerateCollection: true);
            return;
        }

        FoundLink link = LinkResolver.Find(context, argument);
        WriteObject(link.IsBridge ? bridges.ListPorts(context, link.Message) : [bridges.Describe(context, link.Message)], enumerateCollection: true);
    }
}
