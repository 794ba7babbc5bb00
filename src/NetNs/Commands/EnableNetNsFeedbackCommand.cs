using System.Management.Automation;
using NetNs.Feedback;

namespace NetNs.Commands;

/// <summary>Shows at the prompt, after a command of ip or its like, the cmdlet that does the same.</summary>
[Cmdlet(VerbsLifecycle.Enable, "NetNsFeedback", SupportsShouldProcess = true)]
public sealed class EnableNetNsFeedbackCommand : NetNsCommand
{
    private protected override void EndInput()
    {
        if (ShouldProcess("this session", "Show the cmdlet after a command of ip or its like"))
            NetNsFeedbackProvider.Register();
    }
}
