using NetNs.Interop;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>The ruleset of a namespace as it was when each part of it was first looked at: every part is read once.</summary>
/// <param name="client">nf_tables of the namespace.</param>
/// <param name="readLegacy">Reads the tables of iptables-legacy there.</param>
internal sealed class RulesetView(NfClient client, Func<IReadOnlyList<LegacyTable>> readLegacy)
{
    private readonly Lazy<IReadOnlyList<LegacyTable>> _legacy = new(readLegacy, LazyThreadSafetyMode.None);
    private readonly Dictionary<(NfFamily, string), ILookup<string, RuleMessage>> _rules = [];
    private readonly Dictionary<(NfFamily, string), Dictionary<string, SetMessage>> _sets = [];
    private readonly Dictionary<(NfFamily, string, string, string), SetElement?> _elements = [];
    private List<ChainMessage>? _chains;
    private HashSet<(NfFamily, string)>? _dormant;

    internal List<ChainMessage> Chains => _chains ??= [.. client.DumpChains(), .. _legacy.Value.SelectMany(t => t.Chains)];

    /// <summary>Whether the chains of a table see no packets.</summary>
    internal bool IsDormant(ChainMessage chain)
    {
        _dormant ??= [.. client.DumpTables().Where(t => t.Flags.HasFlag(TableFlags.Dormant)).Select(t => (t.Family, t.Name))];
        return _dormant.Contains((chain.Family, chain.Table));
    }

    /// <summary>The rules of a chain in their order; a whole table is read at once.</summary>
    internal IEnumerable<RuleMessage> RulesOf(NfFamily family, string table, string chain)
    {
        if (LegacyTable.IsLegacy(table))
            return _legacy.Value.First(t => t.Family == family && t.Name == table).RulesOf(chain);
        if (!_rules.TryGetValue((family, table), out ILookup<string, RuleMessage>? rules))
            _rules.Add((family, table), rules = client.DumpRules(family, table).ToLookup(r => r.Chain));
        return rules[chain];
    }

    internal SetMessage? FindSet(NfFamily family, string table, string name)
    {
        if (!_sets.TryGetValue((family, table), out Dictionary<string, SetMessage>? sets))
            _sets.Add((family, table), sets = client.DumpSets(family, table).ToDictionary(s => s.Name));
        return sets.GetValueOrDefault(name);
    }

    /// <summary>The element that a set has for a key, or for all keys that it does not name; null where it has neither.</summary>
    /// <param name="set">The set.</param>
    /// <param name="key">The key; null is one that no set names.</param>
    internal SetElement? FindElement(SetMessage set, byte[]? key)
        => (key is null ? null : Look(set, new SetElement { Key = key })) ?? Look(set, new SetElement { Flags = SetElementFlags.CatchAll });

    private SetElement? Look(SetMessage set, SetElement wanted)
    {
        (NfFamily, string, string, string) key = (set.Family, set.Table, set.Name, Convert.ToHexString(wanted.Key));
        if (_elements.TryGetValue(key, out SetElement? element))
            return element;
        try
        {
            element = client.FindElement(set.Family, set.Table, set.Name, wanted);
        }
        catch (NetlinkException e) when (e.Errno is Errno.EINVAL or Errno.EOPNOTSUPP)
        {
            // Before Linux 5.13 no set has an element for all other keys, and a kind of set may not be asked for single ones.
        }

        _elements.Add(key, element);
        return element;
    }
}
