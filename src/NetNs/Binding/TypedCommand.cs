using System.Management.Automation;
using System.Management.Automation.Language;

namespace NetNs.Binding;

/// <summary>
/// A command as it stands in its script, for a cmdlet that takes all remaining words: PowerShell hands it a mistyped parameter as one of
/// them, and tells nobody.
/// </summary>
internal sealed class TypedCommand
{
    private readonly CommandAst _ast;
    private readonly IReadOnlyDictionary<string, ParameterMetadata> _parameters;

    private TypedCommand(CommandAst ast, IReadOnlyDictionary<string, ParameterMetadata> parameters)
    {
        _ast = ast;
        _parameters = parameters;
    }

    /// <summary>The text of a running cmdlet; null where it cannot be told which part of its statement it is, or where it takes words from a variable.</summary>
    internal static TypedCommand? Of(InvocationInfo invocation)
    {
        // InvocationInfo.Statement is younger than the assembly that the module is compiled against.
        if (PSObject.AsPSObject(invocation).Properties["Statement"]?.Value is not string { Length: > 0 } statement)
            return null;
        ScriptBlockAst script = Parser.ParseInput(statement, out _, out _);
        CommandAst[] candidates = [.. script.FindAll(a => a is CommandAst c && string.Equals(c.GetCommandName(), invocation.InvocationName, StringComparison.OrdinalIgnoreCase), searchNestedScriptBlocks: true).Cast<CommandAst>()];
        bool isKnown = candidates is [{ } only] && !only.CommandElements.Any(e => e is VariableExpressionAst { Splatted: true });
        return isKnown ? new TypedCommand(candidates[0], invocation.MyCommand.Parameters.AsReadOnly()) : null;
    }

    /// <summary>
    /// Finds a word that looks like a parameter and is none: any such word that stands before the program, and behind it one that
    /// differs from a parameter by a slip of the finger. What is quoted or stands behind <c>--</c> is the program's.
    /// </summary>
    /// <param name="beforeWord">Which word without a parameter's name is the program, counted from 1.</param>
    /// <param name="leading">The parameter of the words before the program: said by name, there is a word less.</param>
    /// <param name="program">The parameter of the program itself.</param>
    /// <returns>The error, as PowerShell would have it; null where there is none.</returns>
    internal ErrorRecord? FindMistyped(int beforeWord, string leading, string program)
    {
        string?[] known = [.. _ast.CommandElements.OfType<CommandParameterAst>().Select(p => Resolve(p.ParameterName))];
        int ahead = known.Contains(program) ? int.MaxValue : known.Contains(leading) ? 1 : beforeWord;
        for (int i = 1; i < _ast.CommandElements.Count; i++)
        {
            if (_ast.CommandElements[i] is not CommandParameterAst typed)
            {
                ahead--;
                continue;
            }

            string? parameter = Resolve(typed.ParameterName);
            if (parameter == program)
                ahead = 0;
            if (parameter is null && (Nearest(typed.ParameterName) is not null || ahead > 0))
                return Mistyped(typed.ParameterName);
            if (parameter is not null && typed.Argument is null && !_parameters[parameter].SwitchParameter)
                i++; // its value
        }

        return null;
    }

    // The parameter that PowerShell takes the word for: by name, alias, or the beginning of either.
    private string? Resolve(string word)
        => _parameters.Values.FirstOrDefault(p => NamesOf(p).Contains(word, StringComparer.OrdinalIgnoreCase))?.Name
            ?? _parameters.Values.FirstOrDefault(p => NamesOf(p).Any(n => n.StartsWith(word, StringComparison.OrdinalIgnoreCase)))?.Name;

    private string? Nearest(string word) => word.Length < 4 ? null
        : _parameters.Keys.Select(name => (name, Slips: Slips(word.ToUpperInvariant(), name.ToUpperInvariant()))).Where(n => n.Slips <= (word.Length < 8 ? 1 : 2)).OrderBy(n => n.Slips).FirstOrDefault().name;

    private ErrorRecord Mistyped(string word)
    {
        string message = $"A parameter cannot be found that matches parameter name '{word}'.";
        return new ErrorRecord(new ParameterBindingException(message), "NamedParameterNotFound", ErrorCategory.InvalidArgument, null)
        {
            ErrorDetails = new ErrorDetails(message)
            {
                RecommendedAction = $"{(Nearest(word) is { } meant ? $"Did you mean -{meant}? " : "")}What is for the program stands behind it, in quotes or behind --.",
            },
        };
    }

    private static IEnumerable<string> NamesOf(ParameterMetadata parameter) => parameter.Aliases.Prepend(parameter.Name);

    // Letters left out, put in, replaced or swapped with their neighbour.
    private static int Slips(string a, string b)
    {
        var slips = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    slips[i, j] = i + j;
                    continue;
                }

                slips[i, j] = Math.Min(Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1, slips[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
            }
        }

        return slips[a.Length, b.Length];
    }
}
