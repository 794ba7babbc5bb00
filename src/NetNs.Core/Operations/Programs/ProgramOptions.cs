namespace NetNs.Operations;

/// <summary>A program to start inside a namespace.</summary>
internal sealed record ProgramOptions
{
    /// <summary>A name to be found on the PATH, or a path where it contains "/".</summary>
    internal required string File { get; init; }

    /// <summary>Each reaches the program as it is.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Where it starts, and what its relative paths relate to.</summary>
    internal required string Directory { get; init; }

    /// <summary>Variables on top of this process's own; null takes one away.</summary>
    internal IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>A file that it reads; null leaves it the standard input of this process.</summary>
    internal string? InputFile { get; init; }

    /// <summary>A file that it writes, made anew; null leaves it the standard output of this process.</summary>
    internal string? OutputFile { get; init; }

    /// <summary>The same for its errors. May be the file of its output.</summary>
    internal string? ErrorFile { get; init; }

    /// <summary>Whether this process talks to it over pipes: the three files do not count then.</summary>
    internal bool Piped { get; init; }
}
