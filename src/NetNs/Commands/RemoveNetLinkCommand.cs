using System.Management.Automation;
using NetNs.Errors;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Removes links, all of one pipe together.</summary>
[Cmdlet(VerbsCommon.Remove, "NetLink", SupportsShouldProcess = true)]
public sealed class RemoveNetLinkCommand : LinkTargetCommand
{
    private LinkRemoval? _removal;

    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachLink(link =>
    {
        LinkRemoval.Check(link.Context, link.Message);
        if (ShouldRemove(link.Description, "Remove link", link.Context.Namespace, link.Name))
            (_removal ??= new LinkRemoval(Session)).Add(link.Context, link.Message);
    });

    /// <inheritdoc/>
    private protected override void EndInput()
        => Attempt(null, () => _removal?.Run((link, failure) => WriteError(ErrorMap.ToRecord(failure, link.Name))));
}
