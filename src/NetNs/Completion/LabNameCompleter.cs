using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes names of labs.</summary>
public sealed class LabNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            using var session = new OperationSession(new SilentReporter());
            return NameCompletion.From(new LabOperations(session).List(_ => true).Select(l => (l.Name, $"{l.Nodes.Length} nodes, {l.Bridges.Length} bridges")), wordToComplete).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NetNsException)
        {
            return [];
        }
    }
}
