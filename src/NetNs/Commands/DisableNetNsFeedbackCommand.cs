using System.Management.Automation;
using NetNs.Feedback;

namespace NetNs.Commands;

/// <summary>Ends what Enable-NetNsFeedback began.</summary>
[Cmdlet(VerbsLifecycle.Disable, "NetNsFeedback", SupportsShouldProcess = true)]
public sealed class DisableNetNsFeedbackCommand : NetNsCommand
{
    private protected override void EndInput()
    {
        if (ShouldProcess("this session", "Show no cmdlet any more after a command of ip or its like"))
            NetNsFeedbackProvider.Unregister();
    }
}
