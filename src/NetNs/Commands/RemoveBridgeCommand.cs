using System.Management.Automation;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Removes bridges, all of one pipe together. Their ports stay.</summary>
[Cmdlet(VerbsCommon.Remove, "Bridge", SupportsShouldProcess = true)]
public sealed class RemoveBridgeCommand : BridgeTargetCommand
{
    private LinkRemoval? _removal;

    /// <inheritdoc/>
    protected override void ProcessRecord() => ForEachBridge((context, bridge) =>
    {
        if (ShouldProcess(bridge.Name + context.Namespace.Suffix, "Remove bridge"))
            (_removal ??= new LinkRemoval(Session)).Add(context, bridge);
    });

    /// <inheritdoc/>
    private protected override void EndInput()
        => Attempt(null, () => _removal?.Run((bridge, failure) => WriteError(ErrorMap.ToRecord(failure, bridge.Name))));
}
