namespace NetNs.Translation;

/// <summary>A word or a symbol of a shell script.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The symbol, or the text of a comment without the number sign.</param>
/// <param name="Start">Where it begins in the text.</param>
/// <param name="Line">The line that it begins on, from 1.</param>
internal sealed record ShellToken(ShellTokenKind Kind, string Text, int Start, int Line)
{
    /// <summary>The word, of a token that is one.</summary>
    internal ShellWord? Word { get; init; }

    /// <summary>The number in front of a redirection; -1 where there is none.</summary>
    internal int Descriptor { get; init; } = -1;

    /// <summary>Whether it is this symbol.</summary>
    internal bool Is(string symbol) => Kind == ShellTokenKind.Operator && Text == symbol;

    /// <summary>Whether it is this word, without quotes.</summary>
    internal bool IsWord(string word) => Word is { IsBare: true } bare && bare.Text == word;
}

/// <summary>The kinds of tokens.</summary>
internal enum ShellTokenKind
{
    /// <summary>A word.</summary>
    Word,

    /// <summary>A symbol such as &amp;&amp;.</summary>
    Operator,

    /// <summary>The end of a line.</summary>
    Newline,

    /// <summary>A comment.</summary>
    Comment,

    /// <summary>The end of the text.</summary>
    End,
}
