namespace NetNs.Translation;

/// <summary>Reads the words of a command one after the other.</summary>
internal sealed class WordReader(IReadOnlyList<ShellWord> words, int position = 0)
{
    /// <summary>Whether nothing is left.</summary>
    internal bool IsAtEnd => position >= words.Count;

    /// <summary>The text of the next word; empty at the end.</summary>
    internal string Peek => IsAtEnd ? "" : words[position].Text;

    /// <summary>What is left.</summary>
    internal IReadOnlyList<ShellWord> Rest => [.. words.Skip(position)];

    /// <summary>The next word, as what the command takes there.</summary>
    /// <param name="what">"an address".</param>
    /// <exception cref="NotUnderstoodException">Nothing is left.</exception>
    internal ShellWord Take(string what)
        => IsAtEnd ? throw new NotUnderstoodException($"{(position > 0 ? $"Behind '{words[position - 1].Text}'" : "At the end")} {what} is missing.") : words[position++];

    /// <summary>Whether the next word is one of these; if so it is taken.</summary>
    internal bool TryTake(params ReadOnlySpan<string> keywords)
    {
        if (IsAtEnd || !keywords.Contains(words[position].Text))
            return false;
        position++;
        return true;
    }

    /// <summary>Goes one word back.</summary>
    internal void Back() => position--;

    /// <summary>Takes "on" or "off".</summary>
    /// <exception cref="NotUnderstoodException">It is neither.</exception>
    internal bool TakeOnOff()
    {
        ShellWord word = Take("'on' or 'off'");
        return word.Text switch
        {
            "on" or "1" or "yes" => true,
            "off" or "0" or "no" => false,
            _ => throw new NotUnderstoodException($"'{word.Text}' is neither 'on' nor 'off'."),
        };
    }
}
