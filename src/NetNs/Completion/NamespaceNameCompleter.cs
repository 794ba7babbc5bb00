using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes names of network namespaces, and of running containers: "docker:web".</summary>
public sealed class NamespaceNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        return NameCompletion.From(NamespaceOperations.Names().Concat(ContainerNameCompleter.References(wordToComplete)), wordToComplete).ToList();
    }
}
