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
            throw new NetNsException(NetNsError.PesterNotFound, "There is no Pester to add assertions to: none is loaded, and PSModulePath has none with Add-ShouldOperator.", null,
                "Install it: Install-PSResource Pester -Version '[5.7, 7.0)'");
        }
    });
}
