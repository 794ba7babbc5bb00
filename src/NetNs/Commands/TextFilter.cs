using System.Management.Automation;
using NetNs.Binding;

namespace NetNs.Commands;

/// <summary>Values that a user wants to see: literal ones, brought into the form that objects show, and patterns with wildcards.</summary>
internal sealed class TextFilter
{
    private readonly HashSet<string> _literals = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<WildcardPattern> _patterns = [];

    internal IEnumerable<string> Literals => _literals;

    internal bool HasPatterns => _patterns.Count > 0;

    internal bool IsEmpty => _literals.Count == 0 && _patterns.Count == 0;

    /// <param name="value">What the user said.</param>
    /// <param name="normalize">Brings a literal into the form that objects show; throws where it is none.</param>
    internal void Add(string value, Func<string, string> normalize)
    {
        if (Wildcard.IsPattern(value))
            _patterns.Add(Wildcard.Get(value, WildcardOptions.IgnoreCase));
        else
            _literals.Add(normalize(value));
    }

    /// <summary>Whether a form of an object is wanted.</summary>
    /// <param name="form">As the object shows it.</param>
    /// <param name="literally">Whether a literal asked for it.</param>
    internal bool IsMatch(string form, out bool literally)
    {
        literally = _literals.Contains(form);
        return literally || _patterns.Exists(p => p.IsMatch(form));
    }
}
