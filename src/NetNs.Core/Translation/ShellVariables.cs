using System.Text.RegularExpressions;

namespace NetNs.Translation;

/// <summary>The variables of a shell script, with the values that are known, and their names in PowerShell.</summary>
internal sealed partial class ShellVariables
{
    // Names that PowerShell gives a meaning of its own to.
    private static readonly Dictionary<string, string> _renamed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["pid"] = "processId", ["host"] = "hostName", ["input"] = "inputText", ["args"] = "arguments", ["home"] = "homeFolder", ["error"] = "errorText", ["matches"] = "found",
        ["pwd"] = "folder", ["this"] = "self", ["event"] = "eventText", ["sender"] = "from", ["profile"] = "profileName", ["true"] = "yes", ["false"] = "no", ["null"] = "none",
        ["_"] = "last", ["foreach"] = "each", ["switch"] = "switchName", ["psitem"] = "item", ["shellid"] = "shell", ["executioncontext"] = "context",
    };

    private static readonly string[] _environment = ["HOME", "USER", "PATH", "HOSTNAME", "LOGNAME", "SHELL", "TERM", "LANG", "SUDO_USER", "TMPDIR"];

    private readonly Dictionary<string, Variable> _variables = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Variables that were read and have no known value.</summary>
    internal HashSet<string> Unknown { get; } = [];

    /// <summary>Sets a variable.</summary>
    /// <param name="name">Its name in the shell.</param>
    /// <param name="value">Its value; null where it is not known.</param>
    /// <param name="isPutIn">Whether the value itself stands where the variable is used.</param>
    internal void Set(string name, string? value, bool isPutIn = false) => _variables[name] = new Variable(value, isPutIn);

    /// <summary>The variable in PowerShell.</summary>
    internal string CodeOf(string name)
    {
        string wanted = _renamed.GetValueOrDefault(name, name);
        // PowerShell does not tell ns from NS.
        for (int i = 2; _names.TryGetValue(wanted, out string? owner) && owner != name; i++)
            wanted = $"{_renamed.GetValueOrDefault(name, name)}{i}";
        _names[wanted] = name;
        return "$" + wanted;
    }

    /// <summary>A word with the values that are known and the names of PowerShell.</summary>
    /// <param name="word">As it was read.</param>
    /// <param name="substitute">What stands for a command in "$(…)"; null where nothing does.</param>
    internal ShellWord Bind(ShellWord word, Func<string, string?> substitute)
        => word.IsLiteral ? word : new ShellWord([.. word.Parts.Select(p => Bind(p, substitute))], word.Source);

    /// <summary>Several words; one that is a variable alone may become none or several, as in the shell.</summary>
    internal IReadOnlyList<ShellWord> BindAll(IEnumerable<ShellWord> words, Func<string, string?> substitute)
    {
        var bound = new List<ShellWord>();
        foreach (ShellWord word in words)
        {
            if (word.Parts is [{ Kind: WordPartKind.Variable, IsQuoted: false, Name: { } name }] && _variables.TryGetValue(name, out Variable? variable) && variable.Value is { } value
                && (value.Length == 0 || value.Any(char.IsWhiteSpace)))
            {
                bound.AddRange(value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ShellWord.Of));
                continue;
            }

            bound.Add(Bind(word, substitute));
        }

        return bound;
    }

    private WordPart Bind(WordPart part, Func<string, string?> substitute)
    {
        switch (part.Kind)
        {
            case WordPartKind.Variable:
                return BindVariable(part);
            case WordPartKind.Command:
                string code = substitute(part.Name!) ?? throw new NotUnderstoodException($"What $({Short(part.Name!)}) gives is not known.");
                Unknown.Add($"$({Short(part.Name!)})");
                return part with { Code = $"$({code})" };
            case WordPartKind.Other when Arithmetic().IsMatch(part.Name!):
                return part with { Code = $"$({Operand().Replace(part.Name![1..^1].Trim(), m => char.IsAsciiDigit(m.Value[0]) ? m.Value : $"[int]{CodeOf(m.Value.TrimStart('$'))}")})" };
            case WordPartKind.Other:
                throw new NotUnderstoodException($"What {Short(part.Name!)} gives is not known.");
            default:
                return part;
        }
    }

    private WordPart BindVariable(WordPart part)
    {
        string name = part.Name!;
        if (_variables.TryGetValue(name, out Variable? variable))
        {
            if (variable is { IsPutIn: true, Value: { } text })
                return new WordPart(WordPartKind.Literal, text, IsQuoted: true);
            if (variable.Value is null)
                Unknown.Add("$" + name);
            return part with { Text = variable.Value ?? "", IsKnown = variable.Value is not null, Code = CodeOf(name) };
        }

        Unknown.Add("$" + name);
        if (part.Default is { } usual && usual.All(c => c is not ('$' or '`')))
            return new WordPart(WordPartKind.Literal, usual, IsQuoted: true);
        string code = name switch
        {
            "@" or "*" => "$args",
            "#" => "$args.Count",
            "?" => "$LASTEXITCODE",
            "$" => "$PID",
            "!" or "-" or "0" => throw new NotUnderstoodException($"${name} has no equivalent."),
            _ when char.IsAsciiDigit(name[0]) => int.TryParse(name, out int number) && number > 0 ? $"$args[{number - 1}]" : throw new NotUnderstoodException($"${name} has no equivalent."),
            _ when _environment.Contains(name) => $"$env:{name}",
            _ => CodeOf(name),
        };
        return part with { Code = code };
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private sealed record Variable(string? Value, bool IsPutIn);

    [GeneratedRegex(@"^\(\s*\$?\w{1,40}(\s*[-+*%]\s*\$?\w{1,40}){0,8}\s*\)$")]
    private static partial Regex Arithmetic();

    [GeneratedRegex(@"\$?\w+")]
    private static partial Regex Operand();
}
