using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Nsfs;
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
        try
        {
            // A folder's own entries only: the whole tree has thousands.
            string path = folder == "net" ? ProcSys.Root : SysctlName.ToPath(folder);
            return NameCompletion.From(Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal).Select(SysctlName.FromPath).Select(n => (n, n)), typed).ToList();
        }
        catch (NetNsException)
        {
            return [];
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
