namespace NetNs.Inside;

/// <summary>What a relay carries from a script block that runs inside a namespace.</summary>
internal enum RelayedStream
{
    /// <summary>What the block emits.</summary>
    Output,

    /// <summary>Warnings, verbose and debug messages, and what else the cmdlet wants to see.</summary>
    Messages,

    /// <summary>Errors that the caller merges into the output.</summary>
    Errors,
}
