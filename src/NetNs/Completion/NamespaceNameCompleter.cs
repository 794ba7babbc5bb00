using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Nsfs;

namespace NetNs.Completion;

/// <summary>Completes names of network namespaces.</summary>
public sealed class NamespaceNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return NameCompletion.From(new NamespaceStore().List().OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => (e.Name, e.Path)), wordToComplete).ToList();
        }
        catch (IOException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }
}
