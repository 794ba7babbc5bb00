using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;
using NetNs.Route;

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
    private protected void ForEachBridge(Action<NamespaceContext, LinkMessage> work)
    {
        foreach (LinkArgument argument in Bridge)
        {
            LinkReference reference = argument.First;
            Attempt(argument.SubjectOf(reference), () =>
            {
                NamespaceContext context = argument.ContextOf(reference, Session, Namespace);
                work(context, BridgeOperations.Find(context, reference));
            });
        }
    }
}
