using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Makes a namespace stop forwarding packets.</summary>
[Cmdlet(VerbsLifecycle.Disable, "NetForwarding", SupportsShouldProcess = true)]
[OutputType(typeof(NetForwarding))]
public sealed class DisableNetForwardingCommand : SwitchNetForwardingCommand
{
    private protected override bool Enable => false;
}
