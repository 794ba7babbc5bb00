using NetNs.Operations;

namespace NetNs.Tests.Support;

/// <summary>Remembers what an operation told: its steps as command lines, its warnings.</summary>
internal sealed class RecordingReporter : IOperationReporter
{
    public bool WantsSteps => true;

    public bool WantsMessages => false;

    public CancellationToken Stopping { get; init; }

    /// <summary>The command line of each step.</summary>
    internal List<string> Steps { get; } = [];

    internal List<string> Warnings { get; } = [];

    public void Step(string intent, string equivalent) => Steps.Add(equivalent);

    public void Message(string text)
    {
    }

    public void Warn(string message) => Warnings.Add(message);
}
