namespace NetNs.Operations;

/// <summary>Finds the word that somebody probably meant.</summary>
internal static class NearestWord
{
    /// <summary>The candidate with the fewest edits (insert, delete, replace, swap of neighbors), ignoring case; null where all differ in more than a third of the word.</summary>
    /// <param name="word">What was written.</param>
    /// <param name="candidates">What it could have been.</param>
    internal static string? Of(string word, IEnumerable<string> candidates)
    {
        int limit = Math.Max(1, word.Length / 3);
        return candidates.Distinct(StringComparer.OrdinalIgnoreCase).Select(c => (Word: c, Edits: Edits(word.ToUpperInvariant(), c.ToUpperInvariant())))
            .Where(c => c.Edits <= limit).OrderBy(c => c.Edits).ThenBy(c => c.Word, StringComparer.Ordinal).Select(c => c.Word).FirstOrDefault();
    }

    // Optimal string alignment distance, row by row.
    private static int Edits(string one, string other)
    {
        int[] beforeLast = new int[other.Length + 1];
        int[] last = [.. Enumerable.Range(0, other.Length + 1)];
        for (int i = 1; i <= one.Length; i++)
        {
            int[] row = new int[other.Length + 1];
            row[0] = i;
            for (int j = 1; j <= other.Length; j++)
            {
                row[j] = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }

            (beforeLast, last) = (last, row);
        }

        return last[^1];
    }
}
