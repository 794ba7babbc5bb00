namespace NetNs.Translation;

/// <summary>A piece of a shell script and what becomes of it.</summary>
/// <param name="Node">The piece.</param>
/// <param name="Meaning">What it means; null for a remark.</param>
/// <param name="Code">The statement of PowerShell; null where there is none.</param>
internal sealed record TranslatedNode(ShellNode Node, Meaning? Meaning, string? Code)
{
    /// <summary>The first line of a loop; null where it is none.</summary>
    internal string? LoopHeader { get; init; }

    /// <summary>What the loop does.</summary>
    internal IReadOnlyList<TranslatedNode> Body { get; init; } = [];

    /// <summary>The cmdlets, where it consists of nothing else, so that they can be merged with others.</summary>
    internal IReadOnlyList<CmdletCall> Calls { get; init; } = [];
}
