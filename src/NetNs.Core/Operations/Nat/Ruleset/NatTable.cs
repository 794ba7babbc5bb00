using NetNs.NfTables;

namespace NetNs.Operations;

/// <summary>Our table in one namespace.</summary>
internal static class NatTable
{
    internal static bool Exists(NamespaceContext context) => context.NfTables.FindTable(NfFamily.Inet, NatRuleset.Table) is not null;

    /// <summary>
    /// Adds to a guarded transaction what makes the table whole: all of it where there is none, all chains and rules where others have
    /// changed them. A dormant table is woken first, in a transaction of its own, after which the guarded one starts anew.
    /// </summary>
    /// <param name="context">Where.</param>
    /// <param name="batch">The transaction.</param>
    /// <param name="warns">Whether a warning tells that the table was not whole.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="NetNsException">KernelRefused where a process keeps the table to itself, or it is not ours.</exception>
    internal static RulesetCheck Ensure(NamespaceContext context, NfBatch batch, bool warns = true)
    {
        RulesetCheck found = RulesetCheck.Of(context);
        if (found.Table is null)
        {
            Make(context, batch);
            return found;
        }

        found.ThrowIfForeign(context);
        if (found.Problem is not { } problem)
            return found;
        if (warns)
            context.Reporter.Warn($"Table inet {NatRuleset.Table}{context.Namespace.Suffix} is not whole ({problem}): nothing that is published or masqueraded works. Its rules are put right; what it holds stays.");
        if (found.IsDormant)
        {
            var wake = new NfBatch();
            wake.AddTable(new TableMessage { Family = NfFamily.Inet, Name = NatRuleset.Table });
            context.NfTables.Commit(wake);
        }

        found.Repair(batch);
        return found;
    }

    /// <summary>Makes it, as a part of a batch.</summary>
    internal static void Make(NamespaceContext context, NfBatch batch)
    {
        if (context.Reporter.WantsSteps)
            context.Reporter.Step($"Make our table, with the sets, maps and rules that about_NetNs_Publishing shows{context.Namespace.Suffix}", NftText.Command(context, $"add table inet {NatRuleset.Table}"));
        NatRuleset.AddTo(batch);
    }

    /// <summary>The elements of one of its sets; none where there is no table.</summary>
    internal static List<SetElement> Read(NamespaceContext context, string set) => context.NfTables.DumpElements(NfFamily.Inet, NatRuleset.Table, set);

    /// <summary>One element of one of its sets, by its key.</summary>
    internal static SetElement? Find(NamespaceContext context, string set, SetElement key) => context.NfTables.FindElement(NfFamily.Inet, NatRuleset.Table, set, key);

    /// <summary>Elements of one of its sets, to add or to remove.</summary>
    internal static SetElementMessage In(string set, IReadOnlyList<SetElement> elements)
        => new() { Family = NfFamily.Inet, Table = NatRuleset.Table, Set = set, Elements = elements };
}
