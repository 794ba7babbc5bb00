extern alias current;

using System.Collections;
using System.Globalization;
using current::System.Management.Automation.Language;
using NetNs.Translation;

namespace NetNs.Binding;

/// <summary>Reads command lines of PowerShell for the commands of a shell that they stand for. Runs nothing: values are those that the text or a variable tells.</summary>
/// <param name="resolve">The cmdlet of this module that a name or an alias stands for; null where it is none.</param>
/// <param name="isProgram">Whether a name is that of a program.</param>
/// <param name="variable">The value of a variable of the session.</param>
internal sealed partial class CmdletLineReader(Func<string, string?> resolve, Func<string, bool> isProgram, Func<string, object?> variable)
{
    private const int MaxDepth = 16;
    private const int MaxLines = 10000;

    private readonly Dictionary<string, IReadOnlyList<PipedThing>> _variables = new(StringComparer.OrdinalIgnoreCase);
    private int _depth;

    /// <summary>The lines, in order.</summary>
    internal List<string> Lines { get; } = [];

    /// <summary>What stands for no command line.</summary>
    internal HashSet<string> Unknown { get; } = [];

    /// <summary>Reads a text.</summary>
    /// <exception cref="NetNsException">ArgumentsInvalid where it is no PowerShell.</exception>
    internal void Read(string text)
    {
        ScriptBlockAst script = Parser.ParseInput(text, out _, out ParseError[] errors);
        if (errors.Length > 0)
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"It is no command line of PowerShell: {errors[0].Message}", text, "Give a cmdlet with its parameters, or a script block.");
        Statements(script.EndBlock?.Statements, null);
    }

    private List<PipedThing> Statements(IEnumerable<StatementAst>? statements, string? place)
    {
        var output = new List<PipedThing>();
        if (++_depth <= MaxDepth)
        {
            foreach (StatementAst statement in statements ?? [])
                output.AddRange(Statement(statement, place));
        }
        else
        {
            Unknown.Add("what is nested too deep");
        }

        _depth--;
        return output;
    }

    private IReadOnlyList<PipedThing> Statement(StatementAst statement, string? place)
    {
        switch (statement)
        {
            case PipelineAst pipeline:
                return Pipeline(pipeline, place);
            case PipelineChainAst chain:
                return [.. Statement(chain.LhsPipelineChain, place), .. Statement(chain.RhsPipeline, place)];
            case AssignmentStatementAst { Left: VariableExpressionAst target } assignment:
                _variables[target.VariablePath.UserPath] = Statement(assignment.Right, place);
                return [];
            case CommandExpressionAst expression:
                return Things(expression.Expression, place);
            case ForEachStatementAst loop:
                var output = new List<PipedThing>();
                foreach (PipedThing item in Statement(loop.Condition, place).Take(MaxLines))
                {
                    _variables[loop.Variable.VariablePath.UserPath] = [item];
                    output.AddRange(Statements(loop.Body.Statements, place));
                }

                return output;
            default:
                Unknown.Add(FirstLine(statement.Extent.Text));
                return [];
        }
    }

    private IReadOnlyList<PipedThing> Pipeline(PipelineAst pipeline, string? place)
    {
        IReadOnlyList<PipedThing> input = [];
        foreach (CommandBaseAst element in pipeline.PipelineElements)
        {
            if (Lines.Count > MaxLines)
                return [];
            input = element is CommandExpressionAst expression ? Things(expression.Expression, place) : element is CommandAst command ? Command(command, input, place) : [];
        }

        return input;
    }

    private IReadOnlyList<PipedThing> Command(CommandAst command, IReadOnlyList<PipedThing> input, string? place)
    {
        string? name = command.GetCommandName();
        if (name is null)
        {
            Unknown.Add(FirstLine(command.Extent.Text));
            return [];
        }

        if (name.Equals("ForEach-Object", StringComparison.OrdinalIgnoreCase) || name is "%" or "foreach")
            return ForEachObject(command, input, place);
        if (name.Equals("Out-Null", StringComparison.OrdinalIgnoreCase))
            return [];
        if (name.StartsWith("Format-", StringComparison.OrdinalIgnoreCase) || name.EndsWith("-Object", StringComparison.OrdinalIgnoreCase))
            return input;
        if (resolve(name) is not { } cmdlet)
        {
            if (isProgram(name))
                Lines.Add(CommandTelling.Inside(place, string.Join(' ', command.CommandElements.Select(e => ShellText.Quote(Texts(e, place) is [var word] ? word : e.Extent.Text)))));
            else
                Unknown.Add(name);
            return [];
        }

        var parameters = Parameters(command, place);
        if (cmdlet.Equals("Invoke-NetNamespace", StringComparison.OrdinalIgnoreCase))
            return Inside(command, parameters, input);
        if (!CommandTelling.Knows(cmdlet))
        {
            Unknown.Add(cmdlet);
            return [];
        }

        (IReadOnlyList<string> lines, IReadOnlyList<PipedThing> output) = CommandTelling.Of(new BoundCmdlet(cmdlet, parameters, input) { Surrounding = place });
        Lines.AddRange(lines);
        return output;
    }

    private Dictionary<string, string[]?> Parameters(CommandAst command, string? place)
    {
        var parameters = new Dictionary<string, string[]?>(StringComparer.OrdinalIgnoreCase);
        StaticBindingResult bound = StaticParameterBinder.BindCommand(command, true);
        foreach ((string name, ParameterBindingResult result) in bound.BoundParameters)
        {
            bool isSwitch = result.Parameter?.SwitchParameter == true;
            parameters[name] = isSwitch ? [result.ConstantValue is false ? "False" : Texts(result.Value, place) is ["False"] ? "False" : "True"]
                : result.Value is not null ? Texts(result.Value, place)
                : result.ConstantValue is { } value ? TextsOf(value) : null;
        }

        // The binder leaves a switch out that is off.
        foreach (CommandParameterAst off in command.CommandElements.OfType<CommandParameterAst>().Where(p => p.Argument is not null && Texts(p.Argument, place) is ["False"]))
        {
            foreach (string name in NamesOf(command, off))
                parameters[name] = ["False"];
        }

        return parameters;
    }

    // The whole name of a parameter that may be abbreviated: that of the same switch where it is on.
    private static string[] NamesOf(CommandAst command, CommandParameterAst parameter)
    {
        Ast on = Parser.ParseInput($"{command.GetCommandName()} -{parameter.ParameterName}:$true", out _, out _);
        return [.. StaticParameterBinder.BindCommand((CommandAst)on.Find(a => a is CommandAst, true), true).BoundParameters.Keys];
    }

    private List<PipedThing> Inside(CommandAst command, Dictionary<string, string[]?> parameters, IReadOnlyList<PipedThing> input)
    {
        var output = new List<PipedThing>();
        ScriptBlockExpressionAst? block = command.CommandElements.OfType<ScriptBlockExpressionAst>().FirstOrDefault();
        IEnumerable<string> places = parameters.TryGetValue("Namespace", out string[]? said) ? said ?? ["NAMESPACE"] : input.Select(i => i.Name);
        foreach (string inner in places)
            output.AddRange(Statements(block?.ScriptBlock.EndBlock?.Statements, inner));
        return output;
    }

    private List<PipedThing> ForEachObject(CommandAst command, IReadOnlyList<PipedThing> input, string? place)
    {
        var output = new List<PipedThing>();
        ScriptBlockExpressionAst? block = command.CommandElements.OfType<ScriptBlockExpressionAst>().FirstOrDefault();
        foreach (PipedThing item in input.Take(MaxLines))
        {
            _variables["_"] = _variables["PSItem"] = [item];
            output.AddRange(Statements(block?.ScriptBlock.EndBlock?.Statements, place));
        }

        return output;
    }

    private static string FirstLine(string text)
    {
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        string line = end < 0 ? text : text[..end];
        return line.Length <= 60 ? line : line[..57] + "...";
    }

    private static PipedThing[] ValuesOf(object? value) => [.. (TextsOf(value) ?? []).Select(t => new PipedThing(value is NetNamespace ? PipedKind.Namespace : PipedKind.Text, t))];

    private static string[]? TextsOf(object? value) => value switch
    {
        null => null,
        string text => [text],
        bool isOn => [isOn ? "True" : "False"],
        IEnumerable list => [.. list.Cast<object?>().Take(MaxLines).SelectMany(m => m is IEnumerable and not string ? [] : TextsOf(m) ?? [])],
        IConvertible or System.Net.IPAddress or NetNamespace or NetLink or TimeSpan => [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""],
        _ => null,
    };
}
