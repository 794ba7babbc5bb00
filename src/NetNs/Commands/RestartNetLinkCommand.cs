using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>Switches links off and on again, and puts back what the kernel forgot meanwhile.</summary>
[Cmdlet(VerbsLifecycle.Restart, "NetLink", SupportsShouldProcess = true)]
[OutputType(typeof(NetLink), typeof(Bridge))]
public sealed class RestartNetLinkCommand : LinkTargetCommand
{
    /// <summary>Returns the links as they are then.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput() => ForEachLink(link => Change(link.Description, "Restart link", () =>
    {
        NetLink now = Links.Restart(link.Context, link.Message);
        return PassThru ? now.AsLink() : null;
    }));
}
