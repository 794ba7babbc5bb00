namespace NetNs.Operations;

/// <summary>All mistakes of a lab definition. They are collected, so that one reading tells all of them.</summary>
internal sealed class LabMistakes
{
    private const int MaxShown = 20;

    private readonly List<string> _found = [];

    /// <summary>Whether there is any.</summary>
    internal bool Any => _found.Count > 0;

    /// <summary>Adds one.</summary>
    /// <param name="at">The value at fault.</param>
    /// <param name="what">What is wrong, as a clause without a full stop.</param>
    internal LabMistakes Add(LabData at, string what) => Add(at.Path, at.Place, what);

    /// <summary>Adds one.</summary>
    /// <param name="path">The words that lead to it.</param>
    /// <param name="place">Where it was written.</param>
    /// <param name="what">What is wrong.</param>
    internal LabMistakes Add(string path, LabPlace place, string what)
    {
        string where = string.Join(": ", ((string[])[place.ToString(), path]).Where(p => p.Length > 0));
        string line = where.Length == 0 ? what : $"{where}: {what}";
        if (!_found.Contains(line))
            _found.Add(line);
        return this;
    }

    /// <summary>Throws where there is a mistake.</summary>
    /// <param name="name">The lab's name, where it is known.</param>
    /// <exception cref="NetNsException">LabInvalid, with all mistakes.</exception>
    internal void ThrowIfAny(string? name)
    {
        if (Any)
            throw Failure(name);
    }

    /// <summary>The error that tells all mistakes.</summary>
    internal NetNsException Failure(string? name)
    {
        string lab = name is null ? "The lab definition" : $"The definition of lab '{name}'";
        string list = string.Join(Environment.NewLine, _found.Take(MaxShown).Select(f => $"  {End(f)}"));
        string more = _found.Count > MaxShown ? $"{Environment.NewLine}  and {_found.Count - MaxShown} more" : "";
        string text = _found.Count == 1 ? $"{lab} is not valid: {End(_found[0])} Nothing was changed." : $"{lab} has {_found.Count} mistakes. Nothing was changed.{Environment.NewLine}{list}{more}";
        return new NetNsException(NetNsError.LabInvalid, text, name, "Correct the definition. Get-Help about_NetNs_Labs lists its words.");
    }

    private static string End(string text) => text.EndsWith('?') ? text : text + ".";
}
