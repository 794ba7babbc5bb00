using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Takes ports off their bridges. The links stay.</summary>
[Cmdlet(VerbsCommon.Remove, "BridgePort", SupportsShouldProcess = true)]
public sealed class RemoveBridgePortCommand : BridgePortTargetCommand
{
    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachPort((context, port) =>
    {
        if (ShouldProcess(port.Name + context.Namespace.Suffix, "Remove from its bridge"))
            BridgeOperations.RemovePort(context, port);
    });
}
