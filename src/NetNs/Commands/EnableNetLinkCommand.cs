using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Switches links on.</summary>
[Cmdlet(VerbsLifecycle.Enable, "NetLink", SupportsShouldProcess = true)]
[OutputType(typeof(NetLink), typeof(Bridge))]
public sealed class EnableNetLinkCommand : SwitchNetLinkCommand
{
    private protected override bool Up => true;
}
