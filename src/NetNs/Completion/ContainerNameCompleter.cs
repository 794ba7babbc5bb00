using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using NetNs.Operations;

namespace NetNs.Completion;

/// <summary>Completes names of containers.</summary>
public sealed class ContainerNameCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => NameCompletion.From(ContainerOperations.Names(isRunning: false).Select(n => (n.Name[(n.Name.IndexOf(':') + 1)..], n.Tip)).DistinctBy(n => n.Item1), wordToComplete).ToList();

    /// <summary>What stands for the namespaces of running containers. The engines are asked only where the word may be the beginning of one.</summary>
    internal static IEnumerable<(string Name, string Tip)> References(string word)
    {
        string typed = word.Trim('\'', '"');
        bool canBe = WildcardPattern.ContainsWildcardCharacters(typed) || Enum.GetValues<ContainerEngine>().Select(NetContainer.PrefixOf).Any(p => IsBeginning(p, typed) || IsBeginning(typed, p));
        return canBe ? ContainerOperations.Names(isRunning: true) : [];
    }

    private static bool IsBeginning(string whole, string beginning) => whole.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
