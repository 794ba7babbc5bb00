using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NetNs.Operations;

/// <summary>
/// One value of a lab definition as it was written, with its place: text, a number, a switch, a list, or a table of words. The readers of
/// files and of PowerShell objects make it; <see cref="LabReader"/> gives it a meaning.
/// </summary>
internal sealed partial class LabData
{
    /// <summary>How deep a definition may nest; a definition needs six levels. Ends objects that contain themselves.</summary>
    internal const int MaxDepth = 16;

    private LabData(string path, LabPlace place)
    {
        Path = path;
        Place = place;
    }

    /// <summary>The words that lead here: "Nodes.web.Bridge"; empty for the whole definition.</summary>
    internal string Path { get; }

    /// <summary>Where it was written.</summary>
    internal LabPlace Place { get; }

    /// <summary>The text of a single value in invariant culture ("True" for a switch); null for lists and tables.</summary>
    internal string? Text { get; private init; }

    /// <summary>The values of a list; null for single values and tables.</summary>
    internal IReadOnlyList<LabData>? Items { get; private init; }

    /// <summary>
    /// The words of a table with their values, in the order of the words (n2 before n10); null for single values and lists. A hashtable has no order of its own, and a
    /// definition must mean the same as a file and as a hashtable.
    /// </summary>
    internal IReadOnlyList<KeyValuePair<string, LabData>>? Entries { get; private init; }

    /// <summary>What it is, in a sentence: "a list".</summary>
    internal string Kind => Entries is not null ? "a table of words" : Items is not null ? "a list" : $"'{Text}'";

    /// <summary>A single value.</summary>
    internal static LabData OfText(string path, LabPlace place, string text) => new(path, place) { Text = text };

    /// <summary>A list.</summary>
    internal static LabData OfList(string path, LabPlace place, IReadOnlyList<LabData> items) => new(path, place) { Items = items };

    /// <summary>A table of words.</summary>
    internal static LabData OfTable(string path, LabPlace place, IReadOnlyList<KeyValuePair<string, LabData>> entries) => new(path, place) { Entries = [.. entries.OrderBy(e => NaturalOrder(e.Key), StringComparer.Ordinal)] };

    /// <summary>What plain .NET values say: dictionaries, lists, and single values. Null where there is no value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">The words that lead to it.</param>
    /// <param name="place">Where it was written.</param>
    /// <param name="properties">Gives the properties of other objects; null for one that has none.</param>
    /// <param name="depth">How many levels are above it.</param>
    /// <exception cref="NetNsException">LabInvalid where it nests deeper than <see cref="MaxDepth"/>.</exception>
    internal static LabData? OfObject(object? value, string path, LabPlace place, Func<object, IEnumerable<KeyValuePair<string, object?>>?> properties, int depth = 0)
    {
        if (depth > MaxDepth)
            throw new LabMistakes().Add(path, place, $"it nests deeper than {MaxDepth} levels").Failure(null);
        if (properties(value ?? "") is { } members)
            return OfTable(path, place, Read(members));
        return value switch
        {
            null => null,
            string text => OfText(path, place, text),
            IDictionary table => OfTable(path, place, Read(table.Cast<DictionaryEntry>().Select(e => KeyValuePair.Create(Convert.ToString(e.Key, CultureInfo.InvariantCulture) ?? "", e.Value)))),
            IEnumerable list => OfList(path, place, [.. list.Cast<object?>().Select((item, i) => OfObject(item, $"{path}[{i}]", place, properties, depth + 1)).OfType<LabData>()]),
            IFormattable number => OfText(path, place, number.ToString(null, CultureInfo.InvariantCulture)),
            _ => OfText(path, place, value.ToString() ?? ""),
        };

        List<KeyValuePair<string, LabData>> Read(IEnumerable<KeyValuePair<string, object?>> entries)
            => [.. from e in entries
                   let data = OfObject(e.Value, Join(path, e.Key), place, properties, depth + 1)
                   where data is not null
                   select KeyValuePair.Create(e.Key, data)];
    }

    // Numbers are compared as numbers.
    private static string NaturalOrder(string word) => Digits().Replace(word, m => m.Value.PadLeft(10, '0'));

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Digits();

    /// <summary>The path of a word below another.</summary>
    internal static string Join(string path, string word) => path.Length == 0 ? word : $"{path}.{word}";
}
