using System.Management.Automation;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Removes bridges, all of one pipe together. Their ports stay; what was published and masqueraded by way of them goes.</summary>
[Cmdlet(VerbsCommon.Remove, "Bridge", SupportsShouldProcess = true)]
public sealed class RemoveBridgeCommand : BridgeTargetCommand
{
    private LinkRemoval? _removal;
    private DependentRules? _aftermath;

    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachBridge(bridge =>
    {
        if (!ShouldRemove(bridge.Description, "Remove bridge", bridge.Context.Namespace, bridge.Name))
            return;
        (_aftermath ??= new DependentRules(Session)).Note(bridge.Context, bridge.Message);
        (_removal ??= new LinkRemoval(Session)).Add(bridge.Context, bridge.Message);
    });

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        if (_removal is null)
            return;
        Attempt(null, () => _aftermath!.Clean(static _ => true));
        try
        {
            Attempt(null, () => _removal.Run((bridge, failure) => WriteError(ErrorMap.ToRecord(failure, bridge.Name))));
        }
        finally
        {
            Attempt(null, () => _aftermath!.PutBack(_removal.Removed.Contains));
        }
    }
}
