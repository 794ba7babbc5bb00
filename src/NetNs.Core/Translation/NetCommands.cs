namespace NetNs.Translation;

/// <summary>The translation of shell commands about the network: what other rooms use of this one.</summary>
internal static class NetCommands
{
    /// <summary>What becomes of each command of a text.</summary>
    /// <param name="text">Lines of a shell.</param>
    /// <param name="merges">Whether what one cmdlet does becomes one.</param>
    internal static IReadOnlyList<NetCommandTranslation> Translate(string text, bool merges = false)
        => [.. Run(text, merges).Where(n => n.Meaning is not null).Select(Describe)];

    /// <summary>A script of PowerShell that does what a script of a shell does, with its comments.</summary>
    /// <param name="text">The script.</param>
    /// <param name="merges">Whether what one cmdlet does becomes one.</param>
    internal static IReadOnlyList<string> ToScript(string text, bool merges = false) => ScriptWriter.Write(Run(text, merges));

    /// <summary>Whether a program sets up or shows the network.</summary>
    internal static bool IsOfTheNetwork(string program) => CommandGrammar.IsOfTheNetwork(program);

    private static IReadOnlyList<TranslatedNode> Run(string text, bool merges)
    {
        IReadOnlyList<TranslatedNode> nodes = new Translator().Run(text);
        return merges ? CommandMerger.Merge(nodes) : nodes;
    }

    private static NetCommandTranslation Describe(TranslatedNode node) => new()
    {
        Line = node.Node.Line,
        Source = node.Node.Source,
        Command = node.Code,
        Confidence = node.Meaning!.Confidence,
        Note = TerminalText.EscapeLines(node.Meaning.Note),
    };
}
