using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Teaches Pester's Should to speak of networks.</summary>
[Cmdlet(VerbsData.Import, "NetNsAssertion")]
public sealed class ImportNetNsAssertionCommand : NetNsCommand
{
    /// <inheritdoc/>
    private protected override void EndInput() => Attempt(null, () =>
    {
        if (!PesterAssertions.Register(InvokeCommand, MyInvocation.MyCommand.Module.ModuleBase))
        {
            throw new NetNsException(NetNsError.PesterNotFound, "There is no Pester 5 here whose Should could be taught.", null,
                "Install it: Install-PSResource Pester -Version '[5.5, 6.0)'");
        }
    });
}
