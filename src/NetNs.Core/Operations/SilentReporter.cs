namespace NetNs.Operations;

/// <summary>Tells nobody: for programs that use the library without a prompt.</summary>
internal sealed class SilentReporter : IOperationReporter
{
    public bool WantsSteps => false;

    public bool WantsMessages => false;

    public CancellationToken Stopping => CancellationToken.None;

    public void Step(string intent, string equivalent)
    {
    }

    public void Message(string text)
    {
    }

    public void Warn(string message)
    {
    }
}
