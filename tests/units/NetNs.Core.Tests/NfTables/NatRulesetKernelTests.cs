using NetNs.NfTables;
using NetNs.Tests.Kernel;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

/// <summary>The nft tool as the oracle: it must show our ruleset as a person would write it.</summary>
public sealed class NatRulesetKernelTests : KernelTest
{
    private const byte Tcp = 6, Udp = 17, Sctp = 132;

    [KernelFact]
    public void The_whole_ruleset_reads_like_something_a_person_wrote()
    {
        NamespaceFixture world = NewNamespace();
        Fill(world);

        string listing = world.Tool("nft list table inet NetNs");

        string golden = Path.Combine(Repository.Fixtures, "nftables-ruleset.nft");
        Assert.Equal(File.ReadAllText(golden), listing);
    }

    [KernelFact]
    public void What_nft_lists_it_can_load_again()
    {
        NamespaceFixture world = NewNamespace();
        Fill(world);
        string file = Path.GetTempFileName();
        try
        {
            string listing = world.Tool("nft list ruleset");
            File.WriteAllText(file, listing);
            NamespaceFixture other = NewNamespace();

            other.Tool($"nft -f {file}");

            Assert.Equal(listing, other.Tool("nft list ruleset"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [KernelFact]
    public void Elements_are_read_back_as_they_were_given()
    {
        NamespaceFixture world = NewNamespace();
        Fill(world);
        using NfClient client = world.Run(NfClient.Open);

        SetElement from = client.DumpElements(NfFamily.Inet, NatRuleset.Table, "publish4_from").Single();

        SetElement expected = NatRuleset.PublishedFrom("10.0.0.0/16", "0.0.0.0/0", Tcp, 1234, "10.88.0.2", 1234, "netns:web/1");
        Assert.Equal(ValueText.Of(expected with { Expressions = [new CounterExpression(0, 0)] }), ValueText.Of(from));
        Assert.Equal("netns:web/1", client.FindElement(NfFamily.Inet, NatRuleset.Table, "publish4_from", expected)!.Comment);
    }

    [KernelFact]
    public void Rules_are_read_back_as_they_were_given()
    {
        NamespaceFixture world = NewNamespace();
        Fill(world);
        using NfClient client = world.Run(NfClient.Open);

        List<RuleMessage> rules = client.DumpRules(NfFamily.Inet, NatRuleset.Table);

        Assert.Equal(20, rules.Count);
        Assert.DoesNotContain(rules.SelectMany(r => r.Expressions), e => e is UnknownExpression);
        Assert.Equal(["guard", "publish", "prerouting", "output", "postrouting"], rules.Select(r => r.Chain).Distinct());
    }

    private static void Fill(NamespaceFixture world)
    {
        using NfClient client = world.Run(NfClient.Open);
        NfBatch batch = NatRuleset.Make();
        batch.AddElements(NatRuleset.In(
            "publish4",
            NatRuleset.Published(Tcp, 8080, "10.88.0.2", 80, "netns:web/1"),
            NatRuleset.Published(Udp, 53, "10.88.0.3", 5353, "netns:dns/2"),
            NatRuleset.Published(Sctp, 9000, "10.88.0.3", 9000, "netns:dns/2")));
        batch.AddElements(NatRuleset.In("publish4_on", NatRuleset.PublishedOn("127.0.0.1", Tcp, 8081, "10.88.0.2", 80, "netns:web/1")));
        batch.AddElements(NatRuleset.In("publish4_from", NatRuleset.PublishedFrom("10.0.0.0/16", "0.0.0.0/0", Tcp, 1234, "10.88.0.2", 1234, "netns:web/1")));
        batch.AddElements(NatRuleset.In("publish6", NatRuleset.Published(Tcp, 8080, "fd00:88::2", 80, "netns:web/1")));
        batch.AddElements(NatRuleset.In("publish6_on", NatRuleset.PublishedOn("2001:db8::1", Tcp, 8081, "fd00:88::2", 80, "netns:web/1")));
        batch.AddElements(NatRuleset.In("publish6_from", NatRuleset.PublishedFrom("2001:db8:1::/48", "::/0", Udp, 1234, "fd00:88::2", 1234, "netns:web/1")));
        batch.AddElements(NatRuleset.In("hairpin4", NatRuleset.Subnet("10.88.0.0/16", k => k.Address(System.Net.IPAddress.Parse("10.88.0.2")), comment: "netns:web/1")));
        batch.AddElements(NatRuleset.In("hairpin6", NatRuleset.Subnet("fd00:88::/64", k => k.Address(System.Net.IPAddress.Parse("fd00:88::2")), comment: "netns:web/1")));
        batch.AddElements(NatRuleset.In("inside4", [.. Subnets("10.88.0.0/16", "10.89.0.0/16", "10.90.0.0/16", "10.91.0.0/16", "10.92.0.0/16", "240.0.0.0/4")]));
        batch.AddElements(NatRuleset.In("inside6", [.. Subnets("fd00:88::/64", "fd00:90::/64", "fd00:91::/64", "fd00:92::/64")]));
        batch.AddElements(NatRuleset.In("masquerade4", [.. NatRuleset.Subnet("10.88.0.0/16", comment: "br0"), .. NatRuleset.Subnet("10.89.0.0/16"), .. NatRuleset.Subnet("240.0.0.0/4")]));
        batch.AddElements(NatRuleset.In("masquerade4_out", NatRuleset.Subnet("10.90.0.0/16", k => k.LinkName("eth0"), comment: "br1")));
        batch.AddElements(NatRuleset.In("snat4", NatRuleset.Subnet("10.91.0.0/16", "192.0.2.1", "br2")));
        batch.AddElements(NatRuleset.In("snat4_out", NatRuleset.Subnet("10.92.0.0/16", k => k.LinkName("eth0"), "192.0.2.2", "br3")));
        batch.AddElements(NatRuleset.In("masquerade6", NatRuleset.Subnet("fd00:88::/64", comment: "br0")));
        batch.AddElements(NatRuleset.In("masquerade6_out", NatRuleset.Subnet("fd00:90::/64", k => k.LinkName("eth0"))));
        batch.AddElements(NatRuleset.In("snat6", NatRuleset.Subnet("fd00:91::/64", "2001:db8::91")));
        batch.AddElements(NatRuleset.In("snat6_out", NatRuleset.Subnet("fd00:92::/64", k => k.LinkName("eth0"), "2001:db8::92")));
        client.Commit(batch);
    }

    private static IEnumerable<SetElement> Subnets(params string[] subnets) => subnets.SelectMany(s => NatRuleset.Subnet(s));
}
