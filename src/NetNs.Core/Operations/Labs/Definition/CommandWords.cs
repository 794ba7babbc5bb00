using System.Text;

namespace NetNs.Operations;

/// <summary>Splits a command line into words as a POSIX shell does: blanks, single and double quotes, backslashes. Nothing is expanded.</summary>
internal static class CommandWords
{
    /// <summary>The words of a line.</summary>
    /// <exception cref="NetNsException">LabInvalid where it has no word, or a quote is not closed.</exception>
    internal static IReadOnlyList<string> Split(string line)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        char quote = '\0';
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            bool escapes = c == '\\' && quote != '\'' && i + 1 < line.Length && (quote == '\0' || line[i + 1] is '"' or '\\');
            if (escapes)
                (word ??= new()).Append(line[++i]);
            else if (quote != '\0' ? c == quote : c is '\'' or '"')
            {
                quote = quote == '\0' ? c : '\0';
                word ??= new();
            }
            else if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (word is not null)
                    words.Add(word.ToString());
                word = null;
            }
            else
            {
                (word ??= new()).Append(c);
            }
        }

        if (quote != '\0')
            throw new NetNsException(NetNsError.LabInvalid, $"the quote {quote} is not closed in: {line}");
        if (word is not null)
            words.Add(word.ToString());
        return words.Count > 0 ? words : throw new NetNsException(NetNsError.LabInvalid, "a command has at least one word");
    }
}
