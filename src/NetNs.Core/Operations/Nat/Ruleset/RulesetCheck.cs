using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>
/// Whether our table is as this module makes it. Others may have flushed its rules, removed chains or made it dormant: then nothing
/// that is published works, and the guard of 127.0.0.0/8 may be missing.
/// </summary>
internal sealed class RulesetCheck
{
    private readonly IReadOnlyList<string> _presentChains;
    private readonly IReadOnlyList<SetMessage> _missingSets;

    private RulesetCheck(TableMessage? table, string? problem, IReadOnlyList<string> presentChains, IReadOnlyList<SetMessage> missingSets, string? foreignSet)
    {
        Table = table;
        Problem = problem;
        ForeignSet = foreignSet;
        _presentChains = presentChains;
        _missingSets = missingSets;
    }

    /// <summary>The table; null where there is none.</summary>
    internal TableMessage? Table { get; }

    /// <summary>What is wrong, in words: "chain guard has other rules"; null where the table is whole, or there is none.</summary>
    internal string? Problem { get; }

    /// <summary>A set or map that holds something else than ours: the table cannot be put right without losing what it holds.</summary>
    internal string? ForeignSet { get; }

    internal bool IsDormant => Table?.Flags.HasFlag(TableFlags.Dormant) == true;

    // Another process that changes the ruleset all the time is waited for no longer.
    private const int Attempts = 10;

    /// <summary>
    /// Reads the table: about eight requests, however much is published. Requests that see several generations of the ruleset may find a chain
    /// that is just being added or removed incomplete. So a problem counts only if one generation shows it.
    /// </summary>
    internal static RulesetCheck Of(NamespaceContext context)
    {
        // No warning of lists from several generations: they are read again here, and a guarded transaction would not take what they led to.
        Netlink.NetlinkConnection connection = context.NfTables.Connection;
        Action<string>? onPartialData = connection.OnPartialData;
        connection.OnPartialData = null;
        try
        {
            RulesetCheck found = Read(context);
            for (int attempt = 1; found.Problem is not null && attempt <= Attempts; attempt++)
            {
                uint generation = context.NfTables.GetGeneration();
                found = Read(context);
                if (context.NfTables.GetGeneration() == generation)
                    break;
            }

            return found;
        }
        finally
        {
            connection.OnPartialData = onPartialData;
        }
    }

    private static RulesetCheck Read(NamespaceContext context)
    {
        NfClient client = context.NfTables;
        if (client.FindTable(NfFamily.Inet, NatRuleset.Table) is not { } table)
            return new RulesetCheck(null, null, [], [], null);
        string? problem = table.Flags.HasFlag(TableFlags.Dormant) ? "the table is dormant" : null;

        Dictionary<string, SetMessage> sets = client.DumpSets(NfFamily.Inet, NatRuleset.Table).ToDictionary(s => s.Name);
        SetMessage[] missing = [.. NatRuleset.Sets.Where(s => !sets.ContainsKey(s.Name))];
        string? foreign = NatRuleset.Sets.FirstOrDefault(s => sets.TryGetValue(s.Name, out SetMessage? there) && !IsAlike(s, there))?.Name;
        problem ??= foreign is not null ? $"{foreign} is of another kind" : missing.Length > 0 ? $"{missing[0].Name} is missing" : null;

        List<string> chains = [];
        ILookup<string, string> expected = NatRuleset.AddChainsTo(new NfBatch()).ToLookup(r => r.Chain, RuleText.Of);
        ILookup<string, string> present = client.DumpRules(NfFamily.Inet, NatRuleset.Table).ToLookup(r => r.Chain, RuleText.Of);
        foreach (ChainMessage chain in NatRuleset.Chains)
        {
            ChainMessage? there = client.FindChain(NfFamily.Inet, NatRuleset.Table, chain.Name);
            if (there is not null)
                chains.Add(chain.Name);
            problem ??= there is null ? $"chain {chain.Name} is missing"
                : !IsAlike(chain, there) ? $"chain {chain.Name} has another hook, priority or policy"
                : !present[chain.Name].Any() ? $"chain {chain.Name} has no rules"
                : !present[chain.Name].SequenceEqual(expected[chain.Name]) ? $"chain {chain.Name} has other rules"
                : null;
        }

        return new RulesetCheck(table, problem, chains, missing, foreign);
    }

    /// <summary>Throws where a process keeps the table to itself, or it holds what is not ours.</summary>
    /// <exception cref="NetNsException">KernelRefused.</exception>
    internal void ThrowIfForeign(NamespaceContext context)
    {
        if (Table?.Flags.HasFlag(TableFlags.Owner) == true)
        {
            throw new NetNsException(NetNsError.KernelRefused, $"Table inet {NatRuleset.Table}{context.Namespace.Suffix} belongs to a process that keeps it to itself{OwnerOf(Table)} (nft: flags owner): nobody else can change it.", NatRuleset.Table,
                "Make that process give the table up, or end it: the table goes with it.");
        }

        if (ForeignSet is { } set)
        {
            throw new NetNsException(NetNsError.KernelRefused, $"Table inet {NatRuleset.Table}{context.Namespace.Suffix} is not as this module makes it: {set} is of another kind.", NatRuleset.Table,
                $"If nobody needs it, remove it with: {context.Command("nft", $"delete table inet {NatRuleset.Table}")}");
        }
    }

    /// <summary>Adds to a transaction what puts the table right: all chains and rules anew, missing sets empty. What is published stays.</summary>
    internal void Repair(NfBatch batch)
    {
        foreach (string chain in _presentChains)
            batch.DeleteRules(NfFamily.Inet, NatRuleset.Table, chain);
        // The chain that others jump to is not in use any more once they are empty.
        foreach (string chain in _presentChains)
            batch.DeleteChain(NfFamily.Inet, NatRuleset.Table, chain);
        foreach (SetMessage set in _missingSets)
            batch.AddSet(set);
        NatRuleset.AddChainsTo(batch);
    }

    private static string OwnerOf(TableMessage table) => table.Owner is { } owner ? $", netlink port {owner}" : "";

    private static bool IsAlike(SetMessage ours, SetMessage there)
        => there.KeyType == ours.KeyType && there.KeyLength == ours.KeyLength && (there.ValueType ?? 0) == (ours.ValueType ?? 0)
            && (there.Flags & SetFlags.Map) == (ours.Flags & SetFlags.Map) && (there.Flags & SetFlags.Interval) == (ours.Flags & SetFlags.Interval);

    private static bool IsAlike(ChainMessage ours, ChainMessage there)
        => there.Type == ours.Type && (there.Policy ?? VerdictCode.Accept) == VerdictCode.Accept
            && there.Hook?.Number == ours.Hook?.Number && there.Hook?.Priority == ours.Hook?.Priority;
}
