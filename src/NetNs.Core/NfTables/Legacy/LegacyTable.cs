namespace NetNs.NfTables;

/// <summary>
/// A table of iptables-legacy, in the words of nf_tables: as today's iptables would write the same. nf_tables itself does not know of it; the
/// name has a suffix, since both may have a table of one name.
/// </summary>
internal sealed class LegacyTable
{
    private const string Suffix = " (legacy)";

    private readonly ILookup<string, RuleMessage> _rules;

    internal LegacyTable(NfFamily family, string name, IReadOnlyList<ChainMessage> chains, IEnumerable<RuleMessage> rules)
    {
        Family = family;
        Name = name;
        Chains = chains;
        _rules = rules.ToLookup(r => r.Chain);
    }

    internal NfFamily Family { get; }

    /// <summary>With the suffix.</summary>
    internal string Name { get; }

    internal IReadOnlyList<ChainMessage> Chains { get; }

    internal IEnumerable<RuleMessage> RulesOf(string chain) => _rules[chain];

    internal static string NameOf(string plainName) => plainName + Suffix;

    internal static bool IsLegacy(string table) => table.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>What iptables calls the table; of a table of nf_tables its name.</summary>
    internal static string PlainNameOf(string table) => IsLegacy(table) ? table[..^Suffix.Length] : table;
}
