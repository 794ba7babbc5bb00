namespace NetNs.Api;

/// <summary>A warning of a <see cref="NetStack"/>.</summary>
/// <param name="message">What the program should know, in a sentence.</param>
public sealed class NetWarningEventArgs(string message) : EventArgs
{
    /// <summary>What the program should know, in a sentence.</summary>
    public string Message { get; } = message;
}
