using System.Globalization;

namespace NetNs.Operations;

/// <summary>
/// A table of words that is being read. Each word that the reader asks for becomes a known one; <see cref="Close"/> reports all others. So there is no second list
/// of the known words.
/// </summary>
/// <param name="data">The table; anything else is a mistake.</param>
/// <param name="mistakes">Gets what is wrong.</param>
internal sealed class LabSection(LabData data, LabMistakes mistakes)
{
    private readonly List<string> _known = [];

    /// <summary>The table.</summary>
    internal LabData Data => data;

    /// <summary>What is wrong so far.</summary>
    internal LabMistakes Mistakes => mistakes;

    /// <summary>The value of a word, or null where it was not given.</summary>
    internal LabData? Value(string word)
    {
        _known.Add(word);
        return data.Entries?.Where(e => e.Key.Equals(word, StringComparison.OrdinalIgnoreCase)).Select(e => e.Value).LastOrDefault();
    }

    /// <summary>A single value as text, or null.</summary>
    internal string? Text(string word) => Value(word) is { } value ? Single(value) : null;

    /// <summary>One or several values as text, with their places.</summary>
    internal IReadOnlyList<LabData> Texts(string word) => Value(word) is not { } value ? [] : [.. All(value).Where(v => Single(v) is not null)];

    /// <summary>A switch.</summary>
    internal bool? Flag(string word)
    {
        if (Value(word) is not { } value)
            return null;
        if (bool.TryParse(value.Text, out bool flag))
            return flag;
        mistakes.Add(value, $"{value.Kind} is neither $true nor $false");
        return null;
    }

    /// <summary>A whole number from a range.</summary>
    internal int? Number(string word, int min, int max)
    {
        if (Value(word) is not { } value)
            return null;
        if (int.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) && number >= min && number <= max)
            return number;
        mistakes.Add(value, $"{value.Kind} is not a whole number from {min} to {max}");
        return null;
    }

    /// <summary>The words of a table whose words are names of the user's.</summary>
    internal IReadOnlyList<KeyValuePair<string, LabData>> Named(string word)
    {
        if (Value(word) is not { } value)
            return [];
        if (value.Entries is null)
            mistakes.Add(value, $"{value.Kind} is not a table of names: write @{{ NAME = @{{ … }} }}");
        return value.Entries ?? [];
    }

    /// <summary>A value, or each value of a list.</summary>
    internal static IReadOnlyList<LabData> All(LabData value) => value.Items ?? [value];

    /// <summary>The text of a single value; a mistake where it is a list or a table.</summary>
    internal string? Single(LabData value)
    {
        if (value.Items is [var only])
            return Single(only);
        if (value.Text is null)
            mistakes.Add(value, $"{value.Kind} stands where a single value belongs");
        return value.Text;
    }

    /// <summary>Runs a parser of the module on a value; what it refuses is a mistake at that place.</summary>
    internal T? Parse<T>(LabData value, Func<string, T> parse)
    {
        if (Single(value) is not { } text)
            return default;
        try
        {
            return parse(text);
        }
        catch (NetNsException e)
        {
            mistakes.Add(value, e.Message.TrimEnd('.'));
            return default;
        }
    }

    /// <summary>Reports words that nobody asked for, with the nearest known one.</summary>
    internal void Close()
    {
        if (data.Entries is null)
        {
            mistakes.Add(data, $"{data.Kind} is not a table of words: write @{{ … }}");
            return;
        }

        foreach ((string word, LabData value) in data.Entries)
        {
            if (_known.Contains(word, StringComparer.OrdinalIgnoreCase))
                continue;
            string nearest = NearestWord.Of(word, _known) is { } near ? $"did you mean {near}?" : $"known words are {string.Join(", ", _known.Where(k => k[0] != '$').Order(StringComparer.Ordinal))}";
            mistakes.Add(value, $"'{word}' is not a word of {(data.Path.Length == 0 ? "a lab definition" : data.Path)}; {nearest}");
        }
    }
}
