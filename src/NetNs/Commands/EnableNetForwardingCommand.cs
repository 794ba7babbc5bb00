using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Makes a namespace forward packets.</summary>
[Cmdlet(VerbsLifecycle.Enable, "NetForwarding", SupportsShouldProcess = true)]
[OutputType(typeof(NetForwarding))]
public sealed class EnableNetForwardingCommand : SwitchNetForwardingCommand
{
    private protected override bool Enable => true;
}
