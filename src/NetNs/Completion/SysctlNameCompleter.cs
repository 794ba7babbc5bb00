using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes names of network sysctls, part by part.</summary>
public sealed class SysctlNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(wordToComplete);
        string typed = wordToComplete.Trim('\'', '"');
        int last = typed.LastIndexOf('.');
        string folder = last < 0 ? "net" : typed[..last];
        // A folder's own entries only: the whole tree has thousands.
        return NameCompletion.From(SysctlOperations.NamesBelow(folder).Select(n => (n, n)), typed).ToList();
    }
}
