using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes names of test worlds.</summary>
public sealed class TestWorldCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            using var session = new OperationSession(new SilentReporter());
            return NameCompletion.From(new TestWorldOperations(session).List().Select(w => (w.Name, $"{w.Host}, of process {w.ProcessId}{(w.IsAbandoned ? ", which has ended" : "")}")), wordToComplete).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NetNsException)
        {
            return [];
        }
    }
}
