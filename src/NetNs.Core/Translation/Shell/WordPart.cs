namespace NetNs.Translation;

/// <summary>A piece of a word of a shell: fixed text, or something that the shell would have put in.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text; of a variable its value as far as it is known, of anything else that is put in an empty text.</param>
/// <param name="Name">The name of the variable, the command line of a substitution, or the expression of an arithmetic expansion.</param>
/// <param name="IsQuoted">Whether it stood in quotes, so that the shell does not take it apart.</param>
/// <param name="Code">What stands for it in PowerShell; null for fixed text.</param>
internal sealed record WordPart(WordPartKind Kind, string Text, string? Name = null, bool IsQuoted = false, string? Code = null)
{
    /// <summary>The default of "${NAME:-default}"; null where there is none.</summary>
    internal string? Default { get; init; }

    /// <summary>Whether its text is known.</summary>
    internal bool IsKnown { get; init; } = Kind == WordPartKind.Literal;
}

/// <summary>The kinds of pieces of a word.</summary>
internal enum WordPartKind
{
    /// <summary>Fixed text.</summary>
    Literal,

    /// <summary>"$NAME" or "${NAME}".</summary>
    Variable,

    /// <summary>"$(command)" or the same in backquotes.</summary>
    Command,

    /// <summary>"$((expression))", or an expansion of a variable with an operator that has no equivalent.</summary>
    Other,
}
