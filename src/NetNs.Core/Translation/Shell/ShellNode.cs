namespace NetNs.Translation;

/// <summary>A piece of a shell script.</summary>
/// <param name="Line">The line that it begins on, from 1.</param>
/// <param name="Source">As it was written.</param>
internal abstract record ShellNode(int Line, string Source)
{
    /// <summary>The comment behind it on the same line, without the number sign; null where there is none.</summary>
    internal string? Comment { get; init; }
}

/// <summary>An empty line, or a line with nothing but a comment.</summary>
internal sealed record ShellRemark(int Line, string Source) : ShellNode(Line, Source);

/// <summary>A line that the shell would not take, or that goes beyond what is read here.</summary>
internal sealed record ShellBroken(int Line, string Source, string Reason) : ShellNode(Line, Source);

/// <summary>Pipelines with &amp;&amp; and || between them.</summary>
internal sealed record ShellAndOr(int Line, string Source, IReadOnlyList<ShellPipeline> Pipelines, IReadOnlyList<string> Operators, bool IsBackground) : ShellNode(Line, Source);

/// <summary>Commands with | between them.</summary>
internal sealed record ShellPipeline(IReadOnlyList<ShellCommand> Commands, bool IsNegated);

/// <summary>A command: a simple one, or one that holds others.</summary>
internal abstract record ShellCommand(IReadOnlyList<ShellRedirect> Redirects, string Source);

/// <summary>Assignments and words.</summary>
internal sealed record ShellSimple(IReadOnlyList<(string Name, ShellWord Value)> Assignments, IReadOnlyList<ShellWord> Words, IReadOnlyList<ShellRedirect> Redirects, string Source)
    : ShellCommand(Redirects, Source);

/// <summary>"for NAME in WORDS; do …; done".</summary>
internal sealed record ShellFor(string Variable, IReadOnlyList<ShellWord> Words, IReadOnlyList<ShellNode> Body, IReadOnlyList<ShellRedirect> Redirects, string Source)
    : ShellCommand(Redirects, Source);

/// <summary>"{ …; }", or "( … )".</summary>
internal sealed record ShellGroup(IReadOnlyList<ShellNode> Body, IReadOnlyList<ShellRedirect> Redirects, string Source) : ShellCommand(Redirects, Source);

/// <summary>A condition, a loop, a function: what depends on the results of commands.</summary>
internal sealed record ShellControl(string Keyword, string Source) : ShellCommand([], Source);

/// <summary>A redirection.</summary>
/// <param name="Operator">"&gt;", "&gt;&gt;", "&lt;", "&lt;&lt;" for a heredoc, "&lt;&lt;&lt;", "&gt;&amp;" ….</param>
/// <param name="Descriptor">The number in front of it; -1 where there is none.</param>
/// <param name="Target">The file, or the text of a heredoc.</param>
internal sealed record ShellRedirect(string Operator, int Descriptor, ShellWord Target);
