using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that change bridges which are there.</summary>
public abstract class BridgeTargetCommand : NamespaceTargetCommand
{
    /// <summary>Which ones: Bridge objects, names or numbers.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name", "InterfaceAlias")]
    [LinkTransform]
    [ArgumentCompleter(typeof(BridgeNameCompleter))]
    public LinkArgument[] Bridge { get; set; } = [];

    /// <summary>Finds each bridge and works on it. One that is not there, or that the work fails on, is one error record.</summary>
    private protected void ForEachBridge(Action<FoundLink> work)
    {
        foreach (LinkArgument bridge in Bridge)
            Attempt(bridge.Subject, () => work(Resolver.FindBridge(bridge, Namespace)));
    }
}
