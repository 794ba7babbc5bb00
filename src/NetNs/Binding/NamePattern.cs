using System.Management.Automation;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>A name in which wildcards are allowed. Names of links are case-sensitive, and may themselves contain wildcard characters.</summary>
internal sealed class NamePattern(string text)
{
    private readonly WildcardPattern _pattern = Wildcard.Get(text, WildcardOptions.None);

    /// <summary>Whether it can stand for several names, so that none is an answer too.</summary>
    internal bool HasWildcards => Wildcard.IsPattern(Text);

    /// <summary>Whether it stands for the one name that it is.</summary>
    internal bool IsLiteral => !HasWildcards && !Text.Contains('`');

    /// <summary>As the user wrote it.</summary>
    internal string Text { get; } = text;

    internal bool IsMatch(string name) => name == Text || _pattern.IsMatch(name);

    /// <summary>Whether it stands for one of the names of a link.</summary>
    internal bool IsMatch(FoundLink link) => link.AllNames.Any(IsMatch);
}
