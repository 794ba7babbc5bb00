using System.Management.Automation;

namespace NetNs.Commands;

/// <summary>
/// The errors of a list of all namespaces: what is missing in some of them is none, what is missing in all of them is one. A namespace that was removed since it was
/// listed is missing in one only.
/// </summary>
internal sealed class EverywhereErrors
{
    private readonly Dictionary<string, (ErrorRecord Record, int Count)> _missing = [];

    /// <summary>Keeps an error of something that was not found.</summary>
    /// <returns>False where it is of another kind, to be written at once.</returns>
    internal bool TryKeep(ErrorRecord record)
    {
        if (record.CategoryInfo.Category != ErrorCategory.ObjectNotFound)
            return false;
        string key = $"{record.FullyQualifiedErrorId} {record.TargetObject}";
        _missing[key] = _missing.TryGetValue(key, out (ErrorRecord Record, int Count) known) ? (known.Record, known.Count + 1) : (record, 1);
        return true;
    }

    /// <summary>The errors of what was found in none of the places.</summary>
    internal IEnumerable<ErrorRecord> OfAll(int places) => _missing.Values.Where(m => m.Count >= places).Select(m => m.Record);
}
