using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Finds out what of the module works on this machine.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetNsSupport")]
[OutputType(typeof(NetNsSupport))]
public sealed class TestNetNsSupportCommand : NetNsCommand
{
    /// <inheritdoc/>
    private protected override void ProcessInput() => Attempt(null, () =>
    {
        foreach (NetNsSupport row in new SupportProbe(Session.Store).Run())
            WriteObject(row);
    });
}
