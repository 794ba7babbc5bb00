namespace NetNs.Operations;

/// <summary>One thing to try.</summary>
/// <param name="Feature">What it is called.</param>
/// <param name="NeededFor">What needs it.</param>
/// <param name="Fix">What to do where it does not work.</param>
/// <param name="Try">Tries it: comes back, or throws the reason.</param>
/// <param name="Required">Whether the module is of no use without it.</param>
internal sealed record SupportTrial(string Feature, string NeededFor, string Fix, Action<SupportWorld> Try, bool Required = false)
{
    /// <summary>Whether it is tried inside the namespace that was made for it; else it can be tried where none could be made.</summary>
    internal bool IsInside { get; init; } = true;
}
