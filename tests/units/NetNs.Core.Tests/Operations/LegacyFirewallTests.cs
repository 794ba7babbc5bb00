using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Operations;
using NetNs.Tests.Kernel;
using NetNs.Tests.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.Operations;

/// <summary>Rules of iptables-legacy are read and followed as those of today's iptables are.</summary>
public sealed class LegacyFirewallTests : KernelTest
{
    // What today's iptables does with the same file is the oracle: chains, policies, and the text of every rule.
    [LegacyTheory]
    [InlineData("docker-iptables.rules")]
    [InlineData("docker-isolation.rules")]
    [InlineData("ufw.rules")]
    [InlineData("libvirt.rules")]
    public void A_legacy_table_reads_as_the_same_rules_of_todays_iptables(string fixture)
    {
        using FirewallWorld world = NewWorld();
        world.LoadLegacy(fixture);
        IReadOnlyList<LegacyTable> tables = FirewallOperations.LegacyTables(world.Context);
        world.Load(fixture);

        ILookup<(NfFamily, string, string), RuleMessage> today = world.Context.NfTables.DumpRules().ToLookup(r => (r.Family, r.Table, r.Chain));
        ChainMessage[] chains = [.. world.Context.NfTables.DumpChains().Where(c => tables.Any(t => LegacyTable.PlainNameOf(t.Name) == c.Table))];
        Assert.NotEmpty(chains);
        foreach (ChainMessage chain in chains)
        {
            LegacyTable table = tables.Single(t => LegacyTable.PlainNameOf(t.Name) == chain.Table);
            ChainMessage same = Assert.Single(table.Chains, c => c.Name == chain.Name);
            Assert.Equal((chain.Hook?.Number, chain.Hook?.Priority, chain.Policy), (same.Hook?.Number, same.Hook?.Priority, same.Policy));
            RuleMessage[] rules = [.. today[(chain.Family, chain.Table, chain.Name)]];
            Assert.Equal(rules.Length, table.RulesOf(chain.Name).Count());
            Assert.Equal(rules.Select(Verdicts), table.RulesOf(chain.Name).Select(Verdicts));
        }

        Assert.Equal(chains.Length, tables.Sum(t => t.Chains.Count));
    }

    [LegacyTheory]
    [InlineData("docker-iptables.rules", "Docker", true, true)]
    [InlineData("ufw.rules", "ufw", true, true)]
    [InlineData("libvirt.rules", null, false, false)]
    public void A_legacy_firewall_is_in_the_way_as_todays_is(string fixture, string? owner, bool stopsPackets, bool stopsPorts)
    {
        using FirewallWorld world = NewWorld();
        world.LoadLegacy(fixture);

        IReadOnlyList<ForwardBlocker> found = world.FindOutwards();
        Assert.Equal(stopsPackets, found.Count == 1);
        Assert.Equal(stopsPorts, world.FindPublished().Count == 1);
        Assert.Equal(stopsPackets, !world.ReachesOut(expected: !stopsPackets));
        Assert.Equal(stopsPorts, !world.ReachesIn(expected: !stopsPorts));
        Assert.Equal(owner, found.Count == 0 ? null : found[0].Owner);
    }

    [LegacyTheory]
    [InlineData("docker-iptables.rules")]
    public void The_remedy_speaks_to_the_legacy_tool_and_works(string fixture)
    {
        using FirewallWorld world = NewWorld();
        world.LoadLegacy(fixture);
        IReadOnlyList<string> remedy = world.FindOutwards().Single().Remedy;
        Assert.EndsWith("iptables-legacy -I DOCKER-USER -i br0 -j ACCEPT", remedy[0], StringComparison.Ordinal);

        foreach (string command in remedy)
            FirewallWorld.Shell(command);

        Assert.Empty(world.FindOutwards());
        Assert.True(world.ReachesOut(expected: true));
    }

    [LegacyTheory]
    [InlineData(true, "-P FORWARD ACCEPT")]
    [InlineData(false, "-A FORWARD -s 10.88.0.0/16 -j DROP")]
    [InlineData(true, "-A FORWARD -s 10.99.0.0/16 -j DROP")]
    [InlineData(false, "-A FORWARD ! -s 10.99.0.0/16 -j DROP")]
    [InlineData(false, "-A FORWARD -i br+ -j REJECT")]
    [InlineData(true, "-A FORWARD ! -i br0 -p udp -j DROP")]
    [InlineData(false, "-A FORWARD -p tcp -j DROP")]
    [InlineData(true, "-A FORWARD ! -p tcp -j DROP")]
    [InlineData(false, "-A FORWARD -m conntrack --ctstate NEW -j DROP")]
    [InlineData(true, "-A FORWARD -m conntrack ! --ctstate NEW,ESTABLISHED -j DROP")]
    [InlineData(true, "-A FORWARD -f -j DROP")]
    [InlineData(true, "-A FORWARD -i br0")]
    public void A_legacy_rule_of_any_form_is_followed_as_the_kernel_follows_it(bool getsThrough, string rule)
    {
        using FirewallWorld world = NewWorld();
        world.World.Host.Tool($"iptables-legacy {rule}");

        Assert.Equal(getsThrough, world.ReachesOut(expected: getsThrough));
        Assert.Equal(getsThrough, world.FindOutwards().Count == 0);
    }

    [LegacyTheory]
    [InlineData("-N other", "-A FORWARD -s fd00:88::/64 -i br0 -g other", "-A other -p tcp -j REJECT")]
    public void IPv6_has_its_own(params string[] commands)
    {
        using FirewallWorld world = NewWorld();
        foreach (string command in commands)
            world.World.Host.Tool($"ip6tables-legacy {command}");

        Assert.Empty(world.FindOutwards());
        ForwardBlocker blocker = Assert.Single(new ForwardBlockers(world.Context).Find(ForwardedTraffic.Outwards(System.Net.IPNetwork.Parse("fd00:88::/64"))));
        Assert.Equal(("FORWARD", "other", true), (blocker.Chain.Name, blocker.RuleChain, blocker.Rejects));
        Assert.Empty(new ForwardBlockers(world.Context).Find(ForwardedTraffic.Outwards(System.Net.IPNetwork.Parse("fd00:99::/64"))));
    }

    private static string Verdicts(RuleMessage rule) => string.Join(' ', rule.Expressions.Select(e => e switch
    {
        ImmediateExpression immediate => $"{immediate.Verdict}",
        TargetExpression target => target.Extension,
        MatchExpression { Extension: "conntrack" or "addrtype" } match => $"{match.Extension}:{Convert.ToHexString(match.Info)}",
        CompareExpression compare => $"{compare.Operation}",
        _ => "",
    }).Where(t => t.Length > 0 && !t.StartsWith("Equal", StringComparison.Ordinal) && !t.StartsWith("NotEqual", StringComparison.Ordinal)));

    private FirewallWorld NewWorld() => new(new NatWorld(NewNamespace(), NewNamespace(), NewNamespace(), NewNamespace()));
}
