using NetNs.NfTables;
using NetNs.Tests.Kernel;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

/// <summary>Whatever others have put into the ruleset, it can be listed.</summary>
public sealed class ForeignRulesetKernelTests : KernelTest
{
    private static readonly string[] Objects =
    [
        "table ip filter",
        "counter ip filter web",
        "quota ip filter month over 25 mbytes",
        "ct helper ip filter ftp { type \"ftp\" protocol tcp; }",
        "limit ip filter slow rate 400/minute",
        "chain ip filter other",
        "chain ip filter forward { type filter hook forward priority filter; policy drop; }",
        "set ip filter seen { type ipv4_addr; flags dynamic, timeout; timeout 5m; size 65535; }",
        "set ip filter ports { type inet_service; flags interval; elements = { 22, 80-90, 443 }; }",
        "map ip filter marks { type ipv4_addr : mark; elements = { 10.0.0.1 : 1 }; }",
        "map ip filter verdicts { typeof ip saddr . tcp dport : verdict; elements = { 10.0.0.1 . 80 : accept, 10.0.0.2 . 81 : goto other }; }",
        "map ip filter counters { type inet_service : counter; elements = { 80 : \"web\" }; }",
        "table netdev edge",
        "chain netdev edge in { type filter hook ingress device lo priority 0; }",
        "table bridge b",
        "chain bridge b forward { type filter hook forward priority 0; }",
        "table inet sleeping { flags dormant; }",
        "chain inet sleeping marks { type route hook output priority mangle; }",
    ];

    private static readonly string[] Rules =
    [
        "ct state vmap { established : accept, related : accept, invalid : drop }",
        "ip saddr vmap { 10.0.0.0/8 : jump other, * : continue }",
        "tcp flags syn limit rate over 10/second burst 5 packets log prefix syn level warn drop",
        "update @seen { ip saddr limit rate 1/second }",
        "meta mark set ip saddr map @marks",
        "ct mark set meta mark",
        "ct original bytes > 100000",
        "ct helper set ftp",
        "tcp option maxseg size set rt mtu",
        "counter name tcp dport map @counters",
        "limit name slow",
        "ip dscp set cs1",
        "quota name month drop",
        "reject with icmp type host-prohibited",
        "fib saddr . iif oif missing drop",
        "socket transparent 1 mark set 1 accept",
        "queue num 0-3 bypass",
        "jhash ip saddr mod 2 vmap { 0 : accept, 1 : drop }",
        "numgen inc mod 2 vmap { 0 : accept, 1 : drop }",
        "ip saddr . tcp dport vmap @verdicts",
        "tcp dport @ports ip ttl > 3",
        "meta mark set meta mark << 8",
    ];

    // Not every kernel has every object and expression: what it takes is listed again.
    [KernelFact]
    public void A_ruleset_with_everything_in_it_is_listed()
    {
        NamespaceFixture world = NewNamespace();
        int objects = Objects.Count(o => TryAdd(world, o));
        int rules = Rules.Count(r => TryAdd(world, $"rule ip filter forward {r}"));
        using NfClient client = world.Run(NfClient.Open);

        List<RuleMessage> listed = client.DumpRules();

        Assert.InRange(objects, 10, Objects.Length);
        Assert.InRange(rules, 10, Rules.Length);
        Assert.Equal(rules, listed.Count);
        Assert.Contains(listed.SelectMany(r => r.Expressions), e => e is UnknownExpression { Name: "limit" });
        Assert.All(client.DumpSets(), s => client.DumpElements(s.Family, s.Table, s.Name));
    }

    [KernelFact]
    public void Tables_and_chains_of_every_family_are_listed()
    {
        NamespaceFixture world = NewNamespace();
        foreach (string one in Objects.Where(o => o.StartsWith("table", StringComparison.Ordinal) || o.StartsWith("chain", StringComparison.Ordinal)))
            TryAdd(world, one);
        using NfClient client = world.Run(NfClient.Open);

        List<ChainMessage> chains = client.DumpChains();

        ChainMessage forward = chains.Single(c => c is { Family: NfFamily.IPv4, Name: "forward" });
        Assert.Equal(("filter", VerdictCode.Drop, NfHook.Forward, 0), (forward.Type, forward.Policy, forward.Hook!.Number, forward.Hook.Priority));
        Assert.Equal(["lo"], chains.Single(c => c.Family == NfFamily.NetDevice).Hook!.Devices);
        Assert.Equal(TableFlags.Dormant, client.FindTable(NfFamily.Inet, "sleeping")!.Flags);
        Assert.Equal(["b", "edge", "filter", "sleeping"], client.DumpTables().Select(t => t.Name).Order());
        Assert.Equal(["filter"], client.DumpTables(NfFamily.IPv4).Select(t => t.Name));
    }

    [KernelFact]
    public void Verdicts_in_maps_are_read()
    {
        NamespaceFixture world = NewNamespace();
        foreach (string one in new[] { "table ip filter", "chain ip filter other", Objects.Single(o => o.Contains("verdicts", StringComparison.Ordinal)) })
            Assert.True(TryAdd(world, one));
        using NfClient client = world.Run(NfClient.Open);

        List<SetElement> elements = client.DumpElements(NfFamily.IPv4, "filter", "verdicts");

        Assert.Equal([new Verdict(VerdictCode.Accept), new Verdict(VerdictCode.Goto, "other")], elements.Select(e => e.Verdict).OrderBy(v => v!.Chain));
    }

    [KernelFact]
    public void The_rules_that_iptables_makes_are_listed()
    {
        NamespaceFixture world = NewNamespace();
        string[] commands =
        [
            "-P FORWARD DROP",
            "-N DOCKER-USER",
            "-A FORWARD -j DOCKER-USER",
            "-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
            "-t nat -A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
            "-t nat -A PREROUTING -m addrtype --dst-type LOCAL -p tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80",
        ];
        foreach (string command in commands)
            world.Tool($"iptables {command}");
        using NfClient client = world.Run(NfClient.Open);

        List<RuleMessage> rules = client.DumpRules();

        Assert.Equal(4, rules.Count);
        Assert.Equal(VerdictCode.Drop, client.FindChain(NfFamily.IPv4, "filter", "FORWARD")!.Policy);
        Assert.Contains(rules.SelectMany(r => r.Expressions).OfType<ImmediateExpression>(), e => e.Verdict == new Verdict(VerdictCode.Jump, "DOCKER-USER"));
    }

    private static bool TryAdd(NamespaceFixture world, string what)
        => TestProcess.TryRun("nsenter", $"--net=/proc/{Environment.ProcessId}/fd/{world.Descriptor}", "--", "nft", $"add {what}").ExitCode == 0;
}
