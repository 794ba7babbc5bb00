using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Completion;

/// <summary>Completes the shells of this machine.</summary>
public sealed class ShellCompleter : IArgumentCompleter
{
    private const string Shells = "/etc/shells";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        IEnumerable<string> paths = File.Exists(Shells) ? File.ReadLines(Shells).Where(l => l.StartsWith('/') && File.Exists(l)) : [];
        return NameCompletion.From(paths.Append("pwsh").Select(p => (Path.GetFileName(p), p)).DistinctBy(s => s.Item1), wordToComplete).ToList();
    }
}
