using System.Management.Automation;

namespace NetNs.Completion;

/// <summary>From names to completions: what begins with the typed word, quoted where it must be.</summary>
internal static class NameCompletion
{
    internal static IEnumerable<CompletionResult> From(IEnumerable<(string Name, string Tip)> names, string word)
    {
        string typed = word.Trim('\'', '"');
        Func<string, bool> isWanted = WildcardPattern.ContainsWildcardCharacters(typed) && !typed.Contains('[')
            ? WildcardPattern.Get(typed + "*", WildcardOptions.IgnoreCase).IsMatch
            : name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase);
        return names.Where(n => n.Name.Length > 0 && isWanted(n.Name))
            .Select(n => new CompletionResult(PowerShellText.Quote(n.Name), TerminalText.Escape(n.Name), CompletionResultType.ParameterValue, TerminalText.Escape(n.Tip.Length > 0 ? n.Tip : n.Name)));
    }
}
