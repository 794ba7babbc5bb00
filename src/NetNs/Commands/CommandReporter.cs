using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Carries what operations tell to the streams of a cmdlet.</summary>
internal sealed class CommandReporter : IOperationReporter
{
    private readonly NetNsCommand _command;

    internal CommandReporter(NetNsCommand command, CancellationToken stopping)
    {
        _command = command;
        Stopping = stopping;
        // A rehearsal does not come to all the steps.
        WantsSteps = !command.IsRehearsal && command.IsWanted("Verbose", "VerbosePreference");
        WantsMessages = command.IsWanted("Debug", "DebugPreference");
    }

    public bool WantsSteps { get; }

    public bool WantsMessages { get; }

    public CancellationToken Stopping { get; }

    public void Step(string intent, string equivalent) => Tell(() => _command.WriteVerbose(TerminalText.EscapeLines($"{intent}: {equivalent}")));

    public void Message(string text) => Tell(() => _command.WriteDebug(text));

    public void Warn(string message) => Tell(() => _command.WriteWarning(TerminalText.EscapeLines(message)));

    // Nobody listens any more once the pipeline stops; but what is being undone then must not end at a word about it.
    private void Tell(Action write)
    {
        if (Stopping.IsCancellationRequested || _command.IsOver)
            return;
        try
        {
            write();
        }
        catch (PipelineStoppedException)
        {
            // The token follows.
        }
    }
}
