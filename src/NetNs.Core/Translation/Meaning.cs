namespace NetNs.Translation;

/// <summary>What a command means in PowerShell.</summary>
/// <param name="Statements">What does it, in order; empty where there is nothing to do or nothing that does it.</param>
/// <param name="Confidence">How well.</param>
/// <param name="Note">What differs or why not; null where there is nothing to say.</param>
internal sealed record Meaning(IReadOnlyList<PowerShellStatement> Statements, NetCommandConfidence Confidence, string? Note = null)
{
    /// <summary>The shell's own command in PowerShell's quoting, for scripts, where no cmdlet does it.</summary>
    internal string? Native { get; init; }

    /// <summary>Whether a new shell begins here that reads what is typed next.</summary>
    internal ShellWord? Enters { get; init; }

    internal static Meaning Exact(params PowerShellStatement[] statements) => new(statements, NetCommandConfidence.Exact);

    internal static Meaning Equivalent(string? note, params PowerShellStatement[] statements) => new(statements, NetCommandConfidence.Equivalent, note);

    internal static Meaning Partial(string note, params PowerShellStatement[] statements) => new(statements, NetCommandConfidence.Partial, note);

    internal static Meaning Unsupported(string why) => new([], NetCommandConfidence.Unsupported, why);

    /// <summary>Nothing has to be done.</summary>
    internal static Meaning Nothing(string why) => new([], NetCommandConfidence.Equivalent, why);

    /// <summary>The same, less sure, for a reason.</summary>
    internal Meaning But(NetCommandConfidence confidence, string note)
        => this with { Confidence = confidence > Confidence ? confidence : Confidence, Note = Note is null ? note : $"{Note} {note}" };

    /// <summary>Two meanings, one behind the other.</summary>
    internal Meaning Then(Meaning next) => new(
        [.. Statements, .. next.Statements],
        next.Confidence > Confidence ? next.Confidence : Confidence,
        Note is null || next.Note is null || Note == next.Note ? Note ?? next.Note : $"{Note} {next.Note}")
    {
        Enters = Enters ?? next.Enters,
    };
}
