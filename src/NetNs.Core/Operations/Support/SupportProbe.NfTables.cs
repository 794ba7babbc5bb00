using NetNs.NfTables;

namespace NetNs.Operations;

/// <content>nf_tables: each thing that masquerading and publishing are made of by itself, so that what is missing has a name.</content>
internal sealed partial class SupportProbe
{
    private const string Table = "probe";

    private static IEnumerable<SupportTrial> NfTablesTrials()
    {
        const string Nat = "Add-Masquerade, Publish-ContainerPort";
        yield return new("nf_tables", Nat, "modprobe nf_tables, or a kernel with CONFIG_NF_TABLES and CONFIG_NF_TABLES_INET.",
            w => Commit(w, b => b.AddTable(new TableMessage { Family = NfFamily.Inet, Name = Table })));
        yield return new("nf_tables: NAT", Nat, "modprobe nft_chain_nat nft_nat, or a kernel with CONFIG_NFT_NAT.",
            w => Commit(w, b => AddChain(b, "nat", NfHook.Postrouting, 100)));
        yield return new("nf_tables: masquerade", "Add-Masquerade", "modprobe nft_masq, or a kernel with CONFIG_NFT_MASQ.",
            w => Commit(w, b => AddRule(b, new RuleBuilder().Masquerade())));
        yield return new("nf_tables: fib", "Publish-ContainerPort", "modprobe nft_fib_inet, or a kernel with CONFIG_NFT_FIB_INET.",
            w => Commit(w, b => AddRule(b, new RuleBuilder().DestinationIsLocal())));
        yield return new("nf_tables: connection state", "Publish-ContainerPort", "modprobe nft_ct, or a kernel with CONFIG_NFT_CT.",
            w => Commit(w, b => AddRule(b, new RuleBuilder().DestinationWasTranslated())));
        yield return new("nf_tables: maps to address and port", "Publish-ContainerPort", "A kernel from 5.6 on.",
            w => Commit(w, b => b.AddSet(SetMessage.Named(Table, "ports", new KeyLayout(KeyField.Protocol, KeyField.Port), new KeyLayout(KeyField.IPv4Address, KeyField.Port), intervals: false, counted: true, comment: null))));
        yield return new("nf_tables: sets of subnets", Nat, "A kernel from 5.6 on.",
            w => Commit(w, b => b.AddSet(SetMessage.Named(Table, "subnets", new KeyLayout(KeyField.IPv4Address, KeyField.LinkName), null, intervals: true, counted: true, comment: null))));
    }

    private static void Commit(SupportWorld world, Action<NfBatch> build)
    {
        var batch = new NfBatch();
        build(batch);
        world.NfTables.Commit(batch);
    }

    private static void AddChain(NfBatch batch, string name, NfHook hook, int priority) => batch.AddChain(new ChainMessage
    {
        Family = NfFamily.Inet,
        Table = Table,
        Name = name,
        Type = "nat",
        Policy = VerdictCode.Accept,
        Hook = new ChainHook(hook, priority),
    });

    private static void AddRule(NfBatch batch, RuleBuilder rule) => batch.AddRule(rule.In(Table, "nat"));
}
