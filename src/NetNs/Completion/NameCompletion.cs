using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Completion;

/// <summary>From names to completions: what begins with the typed word, quoted where it must be.</summary>
internal static class NameCompletion
{
    internal static IEnumerable<CompletionResult> From(IEnumerable<(string Name, string Tip)> names, string word)
    {
        string typed = word.Trim('\'', '"');
        var pattern = WildcardPattern.Get(typed + "*", WildcardOptions.IgnoreCase);
        return names.Where(n => pattern.IsMatch(n.Name)).Select(n => new CompletionResult(Quote(n.Name), n.Name, CompletionResultType.ParameterValue, n.Tip));
    }

    private static string Quote(string name)
        => name.Length > 0 && name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/') && name[0] != '-' ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
}
