using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Switches links off.</summary>
[Cmdlet(VerbsLifecycle.Disable, "NetLink", SupportsShouldProcess = true)]
[OutputType(typeof(NetLink), typeof(Bridge))]
public sealed class DisableNetLinkCommand : SwitchNetLinkCommand
{
    private protected override bool Up => false;
}
