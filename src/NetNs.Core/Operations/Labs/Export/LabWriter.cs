using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NetNs.Operations;

/// <summary>Writes a definition as text: PowerShell data or JSON.</summary>
internal static class LabWriter
{
    private const int MaxLine = 120;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, IndentSize = 4, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a file, by its extension: .json, or PowerShell data.</summary>
    internal static string Write(IDictionary definition, string path)
        => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? ToNode(definition)!.ToJsonString(Json) + "\n" : Table(definition, "", isTop: true) + "\n";

    private static string Table(IDictionary table, string indent, bool isTop = false)
    {
        if (table.Count == 0)
            return "@{}";
        string line = $"@{{ {string.Join("; ", table.Cast<DictionaryEntry>().Select(e => $"{Word(e.Key)} = {Value(e.Value, "")}"))} }}";
        if (!isTop && indent.Length + line.Length <= MaxLine && !line.Contains('\n'))
            return line;
        string inner = indent + "    ";
        int width = table.Keys.Cast<string>().Max(k => Word(k).Length);
        var text = new StringBuilder("@{\n");
        foreach (DictionaryEntry entry in table)
            text.Append(inner).Append(Word(entry.Key).PadRight(width)).Append(" = ").Append(Value(entry.Value, inner)).Append('\n');
        return text.Append(indent).Append('}').ToString();
    }

    private static string Value(object? value, string indent) => value switch
    {
        bool flag => flag ? "$true" : "$false",
        int number => number.ToString(CultureInfo.InvariantCulture),
        string text => Quote(text),
        IDictionary table => Table(table, indent),
        IEnumerable list when list.Cast<object>().Any(i => i is IDictionary) => $"@(\n{string.Concat(list.Cast<object>().Select(i => $"{indent}    {Value(i, indent + "    ")}\n"))}{indent})",
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(i => Value(i, indent))),
        _ => "$null",
    };

    private static string Word(object key) => key is string { Length: > 0 } word && char.IsAsciiLetter(word[0]) && word.All(char.IsAsciiLetterOrDigit) ? word : Quote(key.ToString() ?? "");

    // In single quotes everything but the quote stands for itself; PowerShell takes these four for quotes, too.
    private static string Quote(string text) => $"'{string.Concat(text.Select(c => c is '\'' or '\u2018' or '\u2019' or '\u201A' or '\u201B' ? $"{c}{c}" : c.ToString()))}'";

    private static JsonNode? ToNode(object? value) => value switch
    {
        null => null,
        bool flag => JsonValue.Create(flag),
        int number => JsonValue.Create(number),
        string text => JsonValue.Create(text),
        IDictionary table => new JsonObject(table.Cast<DictionaryEntry>().Select(e => KeyValuePair.Create((string)e.Key, ToNode(e.Value)))),
        IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(ToNode)]),
        _ => JsonValue.Create(value.ToString()),
    };
}
