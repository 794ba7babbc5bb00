namespace NetNs;

/// <summary>
/// An operation failed. The message says what, on what, where and why; <see cref="RecommendedAction"/> what to do.
/// </summary>
public sealed class NetNsException : Exception
{
    /// <summary>Creates one. Control characters in the texts (from names) are replaced by a visible form.</summary>
    /// <param name="error">What went wrong, as a stable word.</param>
    /// <param name="message">What failed, on what, where, why.</param>
    /// <param name="target">The object it failed on.</param>
    /// <param name="recommendedAction">What to do about it.</param>
    /// <param name="innerException">What the kernel or the system said.</param>
    public NetNsException(NetNsError error, string message, object? target = null, string? recommendedAction = null, Exception? innerException = null)
        : base(TerminalText.EscapeLines(message), innerException)
    {
        Error = error;
        Target = target;
        RecommendedAction = recommendedAction is null ? null : TerminalText.EscapeLines(recommendedAction);
    }

    /// <summary>What went wrong, as a stable word.</summary>
    public NetNsError Error { get; }

    /// <summary>The object it failed on: a name, an address, a link.</summary>
    public object? Target { get; }

    /// <summary>The namespace in which <see cref="Target"/> is not there, or is there already; null where that was not told.</summary>
    internal NetNamespace? Place { get; init; }

    /// <summary>What to do about it, in a sentence, where there is something.</summary>
    public string? RecommendedAction { get; }
}
