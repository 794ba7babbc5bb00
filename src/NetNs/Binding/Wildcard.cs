using System.Management.Automation;

namespace NetNs.Binding;

/// <summary>Patterns of names. A text that is no valid pattern, as "[", is no error: it stands for itself.</summary>
internal static class Wildcard
{
    /// <summary>Whether a text is a pattern that can stand for several names.</summary>
    internal static bool IsPattern(string text) => WildcardPattern.ContainsWildcardCharacters(text) && IsValid(text);

    /// <summary>The pattern of a text.</summary>
    internal static WildcardPattern Get(string text, WildcardOptions options)
        => WildcardPattern.Get(IsValid(text) ? text : WildcardPattern.Escape(text), options);

    // PowerShell finds out at the first use.
    private static bool IsValid(string text)
    {
        if (!text.Contains('['))
            return true;
        try
        {
            _ = WildcardPattern.Get(text, WildcardOptions.None).IsMatch("");
            return true;
        }
        catch (WildcardPatternException)
        {
            return false;
        }
    }
}
