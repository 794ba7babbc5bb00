using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Completion;

/// <summary>Completes programs on the PATH, and names of namespaces where the first word is one, because none came by the pipe or by name.</summary>
public sealed class ProgramCompleter : IArgumentCompleter
{
    private const int Most = 200;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        ArgumentNullException.ThrowIfNull(commandAst);
        ArgumentNullException.ThrowIfNull(fakeBoundParameters);
        bool isNamespaceGiven = fakeBoundParameters.Contains("Namespace") || commandAst.Parent is PipelineAst pipeline && pipeline.PipelineElements[0] != commandAst;
        return parameterName switch
        {
            "Word" when !isNamespaceGiven => new NamespaceNameCompleter().CompleteArgument(commandName, parameterName, wordToComplete, commandAst, fakeBoundParameters),
            // Behind the program stand its own arguments, and files are as good as anything.
            "Rest" when isNamespaceGiven || fakeBoundParameters["Rest"] is not null => CompletionCompleters.CompleteFilename(wordToComplete),
            _ => Programs(wordToComplete),
        };
    }

    // A path is PowerShell's to complete.
    private static IEnumerable<CompletionResult> Programs(string word)
    {
        string typed = word.Trim('\'', '"');
        if (typed.Contains('/') || typed.StartsWith('~'))
            return CompletionCompleters.CompleteFilename(word);
        IEnumerable<string> files = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Where(f => Path.GetFileName(f).StartsWith(typed, StringComparison.OrdinalIgnoreCase));
        return NameCompletion.From(files.Select(f => (Path.GetFileName(f), f)).DistinctBy(f => f.Item1).OrderBy(f => f.Item1, StringComparer.Ordinal).Take(Most), word).ToList();
    }
}
