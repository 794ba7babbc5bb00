using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Finds out what of the module works on this machine.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NetNsSupport")]
[OutputType(typeof(NetNsSupport))]
public sealed class TestNetNsSupportCommand : NetNsCommand
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => Attempt(null, () =>
    {
        foreach (NetNsSupport row in new SupportProbe(Session.Store).Run())
            WriteObject(row);
    });
}
