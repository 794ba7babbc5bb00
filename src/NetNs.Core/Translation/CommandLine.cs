namespace NetNs.Translation;

/// <summary>A command with its words, variables put in, and where it acts.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Place">The namespace that it acts in; null for the one that the script runs in.</param>
/// <param name="Translator">Translates what is nested in it.</param>
internal sealed record CommandLine(IReadOnlyList<ShellWord> Words, ShellWord? Place, ICommandTranslator Translator)
{
    /// <summary>The program's name without its folder.</summary>
    internal string Program => Words[0].Text[(Words[0].Text.LastIndexOf('/') + 1)..];

    /// <summary>The arguments, as a reader.</summary>
    internal WordReader Arguments => new(Words, 1);

    /// <summary>A cmdlet that acts where the command acts.</summary>
    internal CmdletCall Call(string cmdlet) => new(cmdlet, Place);

    /// <summary>The same command line without its first words.</summary>
    internal CommandLine Skip(int count) => this with { Words = [.. Words.Skip(count)] };
}

/// <summary>Translates commands that are nested in others.</summary>
internal interface ICommandTranslator
{
    /// <summary>The meaning of a command, in a namespace.</summary>
    Meaning Translate(IReadOnlyList<ShellWord> words, ShellWord? place);

    /// <summary>The meaning of a script, in a namespace: of <c>bash -c</c> and of heredocs.</summary>
    Meaning TranslateScript(ShellWord script, ShellWord? place);

    /// <summary>What is remembered from one command to the next.</summary>
    TranslationMemory Memory { get; }

    /// <summary>Whether the command runs beside those that follow ("&amp;").</summary>
    bool IsBackground { get; }
}
