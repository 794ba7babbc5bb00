using System.Text;
using System.Text.Json;

namespace NetNs.Operations;

/// <summary>Reads a lab definition from JSON (RFC 8259; comments and trailing commas are accepted), with the line of each value.</summary>
internal static class LabJson
{
    /// <summary>What a text says.</summary>
    /// <param name="text">The JSON.</param>
    /// <param name="file">Where it was read; null for a text without a file.</param>
    /// <exception cref="NetNsException">LabInvalid where it is no JSON.</exception>
    internal static LabData? Read(string text, string? file)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = LabData.MaxDepth });
        var lines = new LineCounter(bytes);
        try
        {
            if (!reader.Read())
                return null;
            LabData? read = Value(ref reader, "", file, lines);
            while (reader.Read())
            {
                // Only comments may follow; anything else throws.
            }

            return read;
        }
        catch (JsonException e)
        {
            throw new LabMistakes().Add("", new LabPlace(file, (int)(e.LineNumber ?? 0) + 1), $"it is not valid JSON: {e.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ')}").Failure(null);
        }
    }

    private static LabData? Value(ref Utf8JsonReader reader, string path, string? file, LineCounter lines)
    {
        var place = new LabPlace(file, lines.LineOf(reader.TokenStartIndex));
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var entries = new List<KeyValuePair<string, LabData>>();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    string word = reader.GetString()!;
                    reader.Read();
                    if (Value(ref reader, LabData.Join(path, word), file, lines) is { } value)
                        entries.Add(new(word, value));
                }

                return LabData.OfTable(path, place, entries);
            case JsonTokenType.StartArray:
                var items = new List<LabData>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (Value(ref reader, $"{path}[{items.Count}]", file, lines) is { } item)
                        items.Add(item);
                }

                return LabData.OfList(path, place, items);
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return LabData.OfText(path, place, reader.GetString()!);
            default: // a number, true or false
                return LabData.OfText(path, place, Encoding.UTF8.GetString(reader.ValueSpan));
        }
    }

    // Counts on from where it was: values come in order.
    private sealed class LineCounter(byte[] text)
    {
        private long _at;
        private int _line = 1;

        internal int LineOf(long position)
        {
            _line += text.AsSpan((int)_at, (int)(position - _at)).Count((byte)'\n');
            _at = position;
            return _line;
        }
    }
}
