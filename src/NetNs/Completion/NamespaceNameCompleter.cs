using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Nsfs;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes names of network namespaces, and of running containers: "docker:web".</summary>
public sealed class NamespaceNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IEnumerable<(string Name, string Tip)> named;
        try
        {
            named = [.. new NamespaceStore().List().OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => (e.Name, e.Path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            named = [];
        }

        return NameCompletion.From(named.Concat(ContainerNameCompleter.References(wordToComplete)), wordToComplete).ToList();
    }
}
