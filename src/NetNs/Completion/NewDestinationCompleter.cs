using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Completion;

/// <summary>Completes the one destination of a new route that is known beforehand.</summary>
public sealed class NewDestinationCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => NameCompletion.From([("default", "all that no other route leads to")], wordToComplete);
}
