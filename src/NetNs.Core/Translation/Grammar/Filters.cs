namespace NetNs.Translation;

/// <summary>Programs that take text apart, behind a command that shows something: <c>grep</c>, <c>wc</c>, <c>head</c>.</summary>
internal static class Filters
{
    private const string Objects = "takes text apart; what the cmdlet gives are objects: Where-Object and Select-Object take their properties.";

    /// <summary>The meaning of a command with a filter behind it.</summary>
    internal static Meaning Apply(Meaning shown, IReadOnlyList<ShellWord> filter)
    {
        string program = filter[0].Text;
        ShellWord[] plain = [.. filter.Skip(1).Where(w => !w.Text.StartsWith('-'))];
        return program switch
        {
            "grep" or "egrep" or "fgrep" => Grep(shown, filter, plain),
            "wc" => Piped(shown, "Measure-Object"),
            "head" => Piped(shown, $"Select-Object -First {Count(filter)}"),
            "tail" => Piped(shown, $"Select-Object -Last {Count(filter)}"),
            "less" or "more" or "cat" or "column" => shown,
            "sort" => Piped(shown, "Sort-Object"),
            _ => shown.But(NetCommandConfidence.Partial, $"{program} {Objects}"),
        };
    }

    private static Meaning Grep(Meaning shown, IReadOnlyList<ShellWord> filter, ShellWord[] plain)
    {
        if (plain.Length != 1)
            return shown.But(NetCommandConfidence.Partial, "The pattern of grep is missing.");
        ShellWord pattern = plain[0];
        string options = string.Concat(filter.Skip(1).Where(w => w.Text.StartsWith('-')).Select(w => w.Text[1..]));
        bool isSimple = pattern.Text.Length > 0 && pattern.Text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ':');
        if (options.Length == 0 && isSimple && shown.Statements is [CmdletCall { Name: "Get-NetNamespace" or "Get-NetLink", Arguments.Count: 0, Next: null } call])
        {
            ShellWord wildcard = ShellWord.Of("*").Append(pattern).Append("*");
            return Meaning.Equivalent("The wildcard looks at the name alone.", call.With(wildcard));
        }

        string invert = options.Contains('v', StringComparison.Ordinal) ? " -NotMatch" : "";
        return Piped(shown, $"Out-String -Stream | Select-String{invert}{(isSimple ? " -SimpleMatch" : "")} {pattern.Code}");
    }

    private static string Count(IReadOnlyList<ShellWord> filter)
        => filter.Skip(1).Select(w => w.Text.TrimStart('-').TrimStart('n').Trim()).FirstOrDefault(t => t.Length is > 0 and < 7 && t.All(char.IsAsciiDigit)) ?? "10";

    private static Meaning Piped(Meaning shown, string code) => shown with
    {
        Statements = [.. shown.Statements.SkipLast(1), new PowerShellCode($"{shown.Statements[^1].Code} | {code}")],
        Confidence = shown.Confidence > NetCommandConfidence.Equivalent ? shown.Confidence : NetCommandConfidence.Equivalent,
    };
}
