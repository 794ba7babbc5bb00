using System.Management.Automation.Language;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>Reads definition files. A .psd1 file is data: its words are read from the syntax tree with their lines, and nothing in it is run.</summary>
internal static class LabFile
{
    /// <summary>Reads a file by its extension: .json, or PowerShell data.</summary>
    /// <exception cref="NetNsException">LabInvalid where it cannot be read or is not data.</exception>
    internal static LabData Read(string path)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new NetNsException(NetNsError.LabInvalid, $"Cannot read the lab definition {path}: {e.Message}", path, "Give the path of a .psd1 or .json file, or a hashtable.", e);
        }

        if (Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
            return LabJson.Read(text, path) ?? throw Mistake(path, 0, "it is empty");
        ScriptBlockAst script = Parser.ParseInput(text, path, out _, out ParseError[] errors);
        if (errors is [var first, ..])
            throw Mistake(path, first.Extent.StartLineNumber, first.Message.TrimEnd('.'));
        return script.EndBlock?.Statements is [PipelineAst { PipelineElements: [CommandExpressionAst { Expression: HashtableAst table }] }]
            ? Table(table, "", path)
            : throw Mistake(path, 0, "a definition is one table of words: @{ Name = '…' … }");
    }

    private static LabData Table(HashtableAst table, string path, string file)
    {
        var entries = new List<KeyValuePair<string, LabData>>();
        foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs.Select(p => (p.Item1, p.Item2)))
        {
            string word = Constant(key, file)?.ToString() ?? "";
            if (Value(value, LabData.Join(path, word), file) is { } data)
                entries.Add(new(word, data));
        }

        return LabData.OfTable(path, Place(table, file), entries);
    }

    private static LabData? Value(Ast value, string path, string file) => value switch
    {
        PipelineAst { PipelineElements: [CommandExpressionAst { Expression: var expression }] } => Value(expression, path, file),
        CommandExpressionAst { Expression: var expression } => Value(expression, path, file),
        ParenExpressionAst paren => Value(paren.Pipeline, path, file),
        HashtableAst table => Table(table, path, file),
        ArrayLiteralAst list => List(list.Elements, path, file, list),
        ArrayExpressionAst { SubExpression.Statements: var statements } list => List(statements.SelectMany(Elements), path, file, list),
        _ => Constant(value, file) is { } single ? LabData.OfText(path, Place(value, file), Convert.ToString(single, System.Globalization.CultureInfo.InvariantCulture) ?? "") : null,
    };

    // @( 'a', 'b' ) is one statement with a list in it.
    private static IEnumerable<Ast> Elements(StatementAst statement)
        => statement is PipelineAst { PipelineElements: [CommandExpressionAst { Expression: ArrayLiteralAst list }] } ? list.Elements : [statement];

    private static LabData List(IEnumerable<Ast> items, string path, string file, Ast at)
        => LabData.OfList(path, Place(at, file), [.. items.Select((item, i) => Value(item, $"{path}[{i}]", file)).OfType<LabData>()]);

    private static object? Constant(Ast value, string file)
    {
        try
        {
            return value.SafeGetValue();
        }
        catch (Exception e) when (e is InvalidOperationException or System.Management.Automation.PSInvalidOperationException)
        {
            throw Mistake(file, value.Extent.StartLineNumber, $"{value.Extent.Text} is not data: a definition file holds no commands and no variables but $true, $false and $null");
        }
    }

    private static LabPlace Place(Ast value, string file) => new(file, value.Extent.StartLineNumber);

    private static NetNsException Mistake(string file, int line, string what) => new LabMistakes().Add("", new LabPlace(file, line), what).Failure(null);
}
