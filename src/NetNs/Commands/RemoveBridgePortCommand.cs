using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Takes ports off their bridges. The links stay.</summary>
[Cmdlet(VerbsCommon.Remove, "BridgePort", SupportsShouldProcess = true)]
public sealed class RemoveBridgePortCommand : BridgePortTargetCommand
{
    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachPort(port =>
    {
        if (ShouldRemove(port.Description, "Remove from its bridge", port.Context.Namespace, port.Name))
            BridgeOperations.RemovePort(port.Context, port.Message);
    });
}
