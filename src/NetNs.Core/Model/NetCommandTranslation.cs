namespace NetNs;

/// <summary>What becomes of one command line of a tutorial or a shell script. An immutable snapshot.</summary>
public sealed class NetCommandTranslation
{
    /// <summary>The line of the input that the command begins on, from 1.</summary>
    public int Line { get; init; }

    /// <summary>The command as it was written.</summary>
    public required string Source { get; init; }

    /// <summary>The PowerShell command line that does it; null where there is nothing to do, or nothing that does it.</summary>
    public string? Command { get; init; }

    /// <summary>How well the command does what the source does.</summary>
    public NetCommandConfidence Confidence { get; init; }

    /// <summary>What differs, what is missing, or why there is no command; null where there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>The command, or an empty text.</summary>
    public override string ToString() => Command ?? "";
}

/// <summary>How well a translated command does what its source does.</summary>
public enum NetCommandConfidence
{
    /// <summary>It makes the same change in the kernel, or reads the same.</summary>
    Exact,

    /// <summary>It has the same effect in another way.</summary>
    Equivalent,

    /// <summary>It does a part of it, or rests on a value that is not known. The note says which.</summary>
    Partial,

    /// <summary>No cmdlet of this module does it. The note says why.</summary>
    Unsupported,
}
