using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that change ports which are there.</summary>
public abstract class BridgePortTargetCommand : NamespaceTargetCommand
{
    /// <summary>Which ones: BridgePorts, links, the connections they belong to, names or numbers. A bridge stands for all its ports.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Bridge", "InterfaceAlias")]
    [BridgePortTransform]
    [ArgumentCompleter(typeof(BridgePortNameCompleter))]
    public LinkArgument[] Link { get; set; } = [];

    /// <summary>Finds the ports and works on each. One that is not there, or that the work fails on, is one error record.</summary>
    private protected void ForEachPort(Action<FoundLink> work)
    {
        foreach (LinkArgument link in Link)
        {
            Attempt(link.Subject, () =>
            {
                foreach (FoundLink port in BridgeOperations.PortsOf(Resolver.Find(link, Namespace)))
                    Attempt(link.Subject, () => work(port));
            });
        }
    }
}
