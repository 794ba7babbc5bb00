extern alias current;

using System.Globalization;
using current::System.Management.Automation.Language;
using NetNs.Translation;

namespace NetNs.Binding;

/// <content>Values of expressions, as far as the text tells them.</content>
internal sealed partial class CmdletLineReader
{
    // What an expression gives, where it is piped or kept.
    private IReadOnlyList<PipedThing> Things(ExpressionAst expression, string? place) => expression switch
    {
        VariableExpressionAst known when _variables.TryGetValue(known.VariablePath.UserPath, out IReadOnlyList<PipedThing>? things) => things,
        VariableExpressionAst other => ValuesOf(variable(other.VariablePath.UserPath)),
        ParenExpressionAst paren => Statement(paren.Pipeline, place),
        ArrayExpressionAst list => Statements(list.SubExpression.Statements, place),
        ArrayLiteralAst literal => [.. literal.Elements.SelectMany(e => Things(e, place))],
        _ => [.. (Texts(expression, place) ?? []).Select(t => new PipedThing(PipedKind.Text, t))],
    };

    // The texts of an argument; null where the text does not tell them.
    private string[]? Texts(Ast? ast, string? place)
    {
        switch (ast)
        {
            case StringConstantExpressionAst text:
                return [text.Value];
            case ExpandableStringExpressionAst expandable:
                return Expand(expandable, place);
            case ConstantExpressionAst constant:
                // As it was written: 0x10 or 1e3 would be another text.
                return [Convert.ToString(constant.Value, CultureInfo.InvariantCulture) ?? constant.Extent.Text];
            case VariableExpressionAst { VariablePath.UserPath: "true" or "True" }:
                return ["True"];
            case VariableExpressionAst { VariablePath.UserPath: "false" or "False" }:
                return ["False"];
            case BinaryExpressionAst { Operator: TokenKind.DotDot } range:
                return Range(Texts(range.Left, place), Texts(range.Right, place));
            case ArrayLiteralAst or ArrayExpressionAst or ParenExpressionAst or VariableExpressionAst:
                return Known(Quietly(() => Things((ExpressionAst)ast, place)));
            case UnaryExpressionAst { TokenKind: TokenKind.Minus } negative:
                return Texts(negative.Child, place) is [var number] ? ["-" + number] : null;
            case ConvertExpressionAst conversion:
                return Texts(conversion.Child, place);
            case CommandParameterAst parameter:
                return [parameter.Extent.Text];
            default:
                return null;
        }
    }

    private static string[]? Known(IReadOnlyList<PipedThing> things) => things.Count == 0 ? null : [.. things.Select(t => t.Name)];

    // A command in brackets only finds something: its own lines are not told.
    private IReadOnlyList<PipedThing> Quietly(Func<IReadOnlyList<PipedThing>> read)
    {
        int count = Lines.Count;
        IReadOnlyList<PipedThing> things = read();
        Lines.RemoveRange(count, Lines.Count - count);
        return things;
    }

    private string[]? Expand(ExpandableStringExpressionAst expandable, string? place)
    {
        string text = expandable.Value;
        foreach (ExpressionAst nested in expandable.NestedExpressions)
        {
            if (nested is not VariableExpressionAst || Texts(nested, place) is not [var value])
                return null;
            text = text.Replace(nested.Extent.Text, value, StringComparison.Ordinal);
        }

        return [text];
    }

    private static string[]? Range(string[]? from, string[]? to)
        => from is [var first] && to is [var last] && int.TryParse(first, out int low) && int.TryParse(last, out int high) && Math.Abs((long)high - low) < MaxLines
            ? [.. Enumerable.Range(0, Math.Abs(high - low) + 1).Select(i => (low <= high ? low + i : low - i).ToString(CultureInfo.InvariantCulture))]
            : null;
}
