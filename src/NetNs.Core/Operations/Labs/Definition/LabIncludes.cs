namespace NetNs.Operations;

/// <summary>
/// Joins a definition with the files that its Include names. What the including file says comes before what an included one says; tables are joined word by
/// word, and Links are collected.
/// </summary>
/// <param name="read">Reads a file.</param>
internal sealed class LabIncludes(Func<string, LabData> read)
{
    private const string Include = "Include";
    private const string Links = "Links";

    /// <summary>The definition with everything that it includes.</summary>
    /// <param name="data">The definition.</param>
    /// <param name="directory">Where its relative paths begin.</param>
    /// <exception cref="NetNsException">LabInvalid where files include each other in a cycle, or one cannot be read.</exception>
    internal LabData Join(LabData data, string directory) => Join(data, directory, data.Place.File is { } file ? [file] : []);

    private LabData Join(LabData data, string directory, IReadOnlyList<string> chain)
    {
        LabData? include = data.Entries?.FirstOrDefault(e => Is(e.Key, Include)).Value;
        if (include is null)
            return data;
        LabData result = LabData.OfTable("", data.Place, [.. data.Entries!.Where(e => !Is(e.Key, Include))]);
        foreach (LabData one in LabSection.All(include))
        {
            if (one.Text is null)
                throw new LabMistakes().Add(one, $"{one.Kind} stands where the path of a file belongs").Failure(null);
            string path = Path.GetFullPath(one.Text, directory);
            if (chain.Contains(path))
                throw new LabMistakes().Add(one, $"the files include each other in a cycle: {string.Join(" includes ", chain.Append(path).Select(Path.GetFileName))}").Failure(null);
            result = Merge(Join(read(path), Path.GetDirectoryName(path)!, [.. chain, path]), result);
        }

        return result;
    }

    private static LabData Merge(LabData under, LabData over)
    {
        if (under.Entries is null || over.Entries is null)
            return over;
        List<KeyValuePair<string, LabData>> entries = [.. under.Entries];
        foreach ((string word, LabData value) in over.Entries)
        {
            int at = entries.FindIndex(e => Is(e.Key, word));
            if (at < 0)
                entries.Add(new(word, value));
            else
                entries[at] = new(entries[at].Key, over.Path.Length == 0 && Is(word, Links) ? LabData.OfList(value.Path, value.Place, [.. LabSection.All(entries[at].Value), .. LabSection.All(value)]) : Merge(entries[at].Value, value));
        }

        return LabData.OfTable(over.Path, over.Place, entries);
    }

    private static bool Is(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
