using System.Net;
using NetNs.Operations;
using NetNs.Tests.Kernel;
using NetNs.Tests.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.Operations;

/// <summary>What is found in somebody's ruleset is what happens to packets that go through it.</summary>
public sealed class ForwardBlockersTests : KernelTest
{
    private const string Base = "add table inet t; add chain inet t c { type filter hook forward priority 0; }; add chain inet t d; ";

    [KernelTheory]
    [InlineData("docker-iptables.rules", "Docker", "FORWARD", null)]
    [InlineData("docker-isolation.rules", "Docker", "FORWARD", null)]
    [InlineData("firewalld.nft", "firewalld", "filter_FORWARD", "filter_FWD_public")]
    [InlineData("ufw.rules", "ufw", "FORWARD", null)]
    [InlineData("policy-drop.nft", null, "forward", null)]
    public void A_firewall_that_stops_packets_is_found_with_the_chain_that_does_it(string fixture, string? owner, string chain, string? ruleChain)
    {
        using FirewallWorld world = NewWorld();
        Assert.True(world.ReachesOut(expected: true));
        world.Load(fixture);

        ForwardBlocker blocker = Assert.Single(world.FindOutwards());

        Assert.Equal((owner, chain, ruleChain), (blocker.Owner, blocker.Chain.Name, blocker.RuleChain));
        Assert.False(world.ReachesOut(expected: false));
    }

    [KernelTheory]
    [InlineData("docker-iptables.rules", false)]
    [InlineData("docker-isolation.rules", false)]
    [InlineData("docker-nftables.nft", true)]
    [InlineData("firewalld.nft", true)] // it lets translated connections through
    [InlineData("firewalld-trusted.nft", true)]
    [InlineData("ufw.rules", false)]
    [InlineData("libvirt.nft", true)]
    [InlineData("libvirt.rules", true)]
    [InlineData("podman.nft", true)]
    [InlineData("policy-drop.nft", false)]
    public void A_firewall_is_in_the_way_of_published_ports_where_it_is(string fixture, bool getsThrough)
    {
        using FirewallWorld world = NewWorld();
        world.Load(fixture);

        Assert.Equal(getsThrough, world.FindPublished().Count == 0);
        Assert.Equal(getsThrough, world.ReachesIn(expected: getsThrough));
    }

    [KernelTheory]
    [InlineData("docker-nftables.nft")]
    [InlineData("firewalld-trusted.nft")]
    [InlineData("libvirt.nft")]
    [InlineData("libvirt.rules")]
    [InlineData("podman.nft")]
    public void A_firewall_that_minds_only_its_own_links_gives_no_alarm(string fixture)
    {
        using FirewallWorld world = NewWorld();
        world.Load(fixture);

        Assert.Empty(world.FindOutwards());
        Assert.True(world.ReachesOut(expected: true));
    }

    [KernelTheory]
    [InlineData("docker-iptables.rules")]
    [InlineData("docker-isolation.rules")]
    [InlineData("policy-drop.nft")]
    public void The_remedy_typed_as_it_is_told_lets_packets_through_both_ways(string fixture)
    {
        using FirewallWorld world = NewWorld();
        world.Load(fixture);

        foreach (string command in world.FindOutwards().Single().Remedy)
            FirewallWorld.Shell(command);

        Assert.Empty(world.FindOutwards());
        Assert.Empty(world.FindPublished());
        Assert.True(world.ReachesOut(expected: true));
        Assert.True(world.ReachesIn(expected: true));
    }

    [KernelFact]
    public void Remedies_are_in_the_words_of_the_firewall()
    {
        using FirewallWorld world = NewWorld();
        string host = $"nsenter --net={world.Context.Namespace.Path}";

        world.Load("docker-iptables.rules");
        Assert.Equal([$"{host} iptables -I DOCKER-USER -i br0 -j ACCEPT", $"{host} iptables -I DOCKER-USER -o br0 -j ACCEPT"], Remedy(world.FindOutwards()));
        world.Nft("flush ruleset");
        world.Load("ufw.rules");
        Assert.Equal([$"{host} ufw route allow in on br0"], Remedy(world.FindOutwards()));
        Assert.Equal([$"{host} ufw route allow proto tcp to 10.88.0.2 port 80"], Remedy(world.FindPublished()));
        world.Nft("flush ruleset");
        world.Load("firewalld.nft");
        Assert.Equal(["firewall-cmd --zone=trusted --add-interface=br0"], Remedy(world.FindOutwards()));
        world.Nft("flush ruleset");
        world.World.Host.Tool("iptables -P FORWARD DROP");
        Assert.Equal([$"{host} iptables -I FORWARD -i br0 -j ACCEPT", $"{host} iptables -I FORWARD -o br0 -j ACCEPT"], Remedy(world.FindOutwards()));
    }

    // What "ufw route allow in on br0" and "ufw route allow out on br0" add, taken from a running ufw.
    [KernelFact]
    public void What_ufw_does_when_it_is_told_so_lets_packets_through()
    {
        using FirewallWorld world = NewWorld();
        world.Load("ufw.rules");

        world.World.Host.Tool("iptables -A ufw-user-forward -i br0 -j ACCEPT");
        Assert.Empty(world.FindOutwards());
        Assert.True(world.ReachesOut(expected: true));
        Assert.Single(world.FindPublished());
        world.World.Host.Tool("iptables -A ufw-user-forward -o br0 -j ACCEPT");
        Assert.Empty(world.FindPublished());
        Assert.True(world.ReachesIn(expected: true));
    }

    [KernelFact]
    public void Half_a_remedy_leaves_answers_behind()
    {
        using FirewallWorld world = NewWorld();
        world.Load("docker-iptables.rules");
        world.World.Host.Tool("iptables -I DOCKER-USER -i br0 -j ACCEPT");

        Assert.True(world.FindOutwards().Single().StopsAnswersOnly);
        Assert.False(world.ReachesOut(expected: false));
    }

    [KernelTheory]
    [InlineData(false, "add rule inet t c drop")]
    [InlineData(false, "add rule inet t c ct state new reject")]
    [InlineData(false, "add rule inet t c iifname br0 drop")]
    [InlineData(false, "add rule inet t c iif br0 drop")]
    [InlineData(false, "add rule inet t c iifname \"br*\" drop")]
    [InlineData(false, "add rule inet t c ip saddr 10.0.0.0/8 drop")]
    [InlineData(false, "add rule inet t c ip saddr 10.80.0.0/12 ip protocol tcp drop")]
    [InlineData(false, "add rule inet t c ip saddr 10.88.0.0-10.99.0.0 drop")]
    [InlineData(false, "add rule inet t c meta mark != 7 drop")]
    [InlineData(false, "add rule inet t c tcp flags syn drop")]
    [InlineData(false, "add set inet t s { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 192.168.0.0/16 }; }; add rule inet t c ip saddr @s drop")]
    [InlineData(false, "add set inet t s { type ipv4_addr . inet_proto; flags interval; elements = { 10.0.0.0/8 . tcp }; }; add rule inet t c ip saddr . meta l4proto @s drop")]
    [InlineData(false, "add rule inet t c iifname . meta l4proto { br0 . tcp, br1 . udp } drop")]
    [InlineData(false, "add rule inet t c iifname != { eth0, eth1 } drop")]
    [InlineData(false, "add rule inet t c iifname vmap { eth0 : accept, * : drop }")]
    [InlineData(false, "add rule inet t c ct state vmap { established : accept, new : jump d }; add rule inet t d drop")]
    [InlineData(false, "add rule inet t c jump d; add rule inet t c drop; add rule inet t d return; add rule inet t d accept")]
    [InlineData(false, "add rule inet t c goto d; add rule inet t d drop; add rule inet t c accept")]
    [InlineData(false, "add rule inet t c ct state established drop")]
    [InlineData(true, "add rule inet t c ct state invalid drop")]
    [InlineData(true, "add rule inet t c iifname br1 drop")]
    [InlineData(true, "add rule inet t c ip saddr 10.99.0.0/16 drop")]
    [InlineData(true, "add rule inet t c ip saddr 10.88.0.0-10.88.0.1 drop")]
    [InlineData(true, "add rule inet t c tcp flags & (fin|syn|rst|ack) != syn ct state new drop")]
    [InlineData(true, "add rule inet t c limit rate over 1000/second drop")]
    [InlineData(true, "add rule inet t c ip ttl 1 drop")]
    [InlineData(true, "add rule inet t c ip frag-off & 0x1fff != 0 drop")]
    [InlineData(true, "add set inet t s { type ipv4_addr; flags interval; elements = { 10.0.0.0/24 }; }; add rule inet t c ip saddr @s drop")]
    [InlineData(true, "add rule inet t c accept; add rule inet t c drop")]
    [InlineData(true, "add rule inet t c goto d; add rule inet t c drop")]
    [InlineData(true, "add rule inet t c iifname vmap { eth0 : drop }")]
    [InlineData(true, "add rule inet t c udp dport 53 drop; add rule inet t c meta nfproto ipv6 drop; add rule inet t c meta protocol ip6 drop")]
    [InlineData(true, "add rule inet t c ct status dnat drop; add rule inet t c ct direction reply ct state new drop; add rule inet t c ct mark 7 drop")]
    public void A_rule_of_any_form_is_followed_as_the_kernel_follows_it(bool getsThrough, string rules)
    {
        using FirewallWorld world = NewWorld();
        world.Nft(Base + rules);

        Assert.Equal(getsThrough, world.ReachesOut(expected: getsThrough));
        Assert.Equal(getsThrough, world.FindOutwards().Count == 0);
    }

    [KernelFact]
    public void Each_family_stops_its_own_packets_only()
    {
        using FirewallWorld world = NewWorld();
        world.World.Host.Tool("ip6tables -P FORWARD DROP");

        Assert.Empty(world.FindOutwards());
        ForwardBlocker blocker = Assert.Single(new ForwardBlockers(world.Context).Find(ForwardedTraffic.Outwards(IPNetwork.Parse("fd00:88::/64"))));
        Assert.EndsWith("ip6tables -I FORWARD -i br0 -j ACCEPT", blocker.Remedy[0], StringComparison.Ordinal);
    }

    [KernelFact]
    public void Our_own_table_and_tables_that_sleep_are_in_nobodys_way()
    {
        using FirewallWorld world = NewWorld();
        world.Nft("add table inet NetNs; add chain inet NetNs f { type filter hook forward priority 0; policy accept; }; add rule inet NetNs f ip saddr 192.168.99.0/24 drop");
        world.Nft("add table inet asleep { flags dormant; }; add chain inet asleep f { type filter hook forward priority 0; policy drop; }");

        Assert.Empty(world.FindOutwards());
        Assert.True(world.ReachesOut(expected: true));
    }

    [KernelFact]
    public void The_port_inside_decides_not_the_one_on_the_host()
    {
        using FirewallWorld world = NewWorld();
        world.Nft(Base + "add rule inet t c ct state established accept; add rule inet t c tcp dport 80 accept; add rule inet t c drop");

        Assert.Empty(world.FindPublished());
        Assert.True(world.ReachesIn(expected: true));
        Assert.Single(new ForwardBlockers(world.Context).Find(ForwardedTraffic.Published(IPAddress.Parse(NatWorld.ContainerAddress), TransportProtocol.Tcp, 8080)));
        Assert.Single(new ForwardBlockers(world.Context).Find(ForwardedTraffic.Published(IPAddress.Parse(NatWorld.ContainerAddress), TransportProtocol.Udp, 80)));
    }

    [KernelFact]
    public void A_network_behind_no_link_is_let_through_by_its_addresses()
    {
        using FirewallWorld world = NewWorld();
        world.Load("policy-drop.nft");

        IReadOnlyList<string> remedy = new ForwardBlockers(world.Context).Find(ForwardedTraffic.Outwards(IPNetwork.Parse("10.99.0.0/16"))).Single().Remedy;

        Assert.EndsWith("nft insert rule inet filter forward ip saddr 10.99.0.0/16 accept", remedy[0], StringComparison.Ordinal);
        FirewallWorld.Shell(remedy[0]);
        Assert.Empty(new ForwardBlockers(world.Context).Find(ForwardedTraffic.Outwards(IPNetwork.Parse("10.99.0.0/16"))));
    }

    [KernelFact]
    public void A_chain_is_warned_of_once_with_its_owner_and_what_to_do()
    {
        using FirewallWorld world = NewWorld();
        world.Load("docker-iptables.rules");
        var blockers = new ForwardBlockers(world.Context);

        foreach (int port in new[] { 80, 81, 82 })
            blockers.Note(ForwardedTraffic.Published(IPAddress.Parse(NatWorld.ContainerAddress), TransportProtocol.Tcp, port));
        blockers.WarnNoted();

        string warning = Assert.Single(world.Reporter.Warnings);
        Assert.StartsWith("Connections to published ports will not be forwarded to 10.88.0.2: chain FORWARD of table ip filter (probably of Docker) drops what none of its rules lets through. Let them through with: ", warning, StringComparison.Ordinal);
        Assert.Contains("iptables -I DOCKER-USER -d 10.88.0.2 -p tcp --dport 80:82 -j ACCEPT; ", warning, StringComparison.Ordinal);
        Assert.EndsWith("iptables -I DOCKER-USER -s 10.88.0.2 -p tcp --sport 80:82 -m conntrack --ctstate ESTABLISHED -j ACCEPT", warning, StringComparison.Ordinal);
    }

    [BridgeFilterTheory]
    [InlineData("docker-iptables.rules", "iptables -I DOCKER-USER -i br0 -o br0 -j ACCEPT")]
    [InlineData("policy-drop.nft", "nft insert rule inet filter forward iifname br0 oifname br0 accept")]
    public void Where_br_netfilter_shows_bridged_packets_to_a_firewall_they_are_stopped_and_the_switch_is_named(string fixture, string remedy)
    {
        using FirewallWorld world = NewWorld();
        world.World.Host.Tool("sysctl -qw net.bridge.bridge-nf-call-iptables=1");
        world.Load(fixture);
        var blockers = new ForwardBlockers(world.Context);

        blockers.WarnBridged("br0");

        Assert.False(world.ReachesSibling(expected: false));
        string warning = Assert.Single(world.Reporter.Warnings);
        Assert.StartsWith("Packets from port to port of br0 will not get through: chain ", warning, StringComparison.Ordinal);
        // In the namespace of the bridge: the remedy can be typed as it stands.
        Assert.Matches(@"Set-NetSysctl net\.bridge\.bridge-nf-call-iptables 0( -Namespace \S+)?;", warning);
        Assert.EndsWith(remedy, warning, StringComparison.Ordinal);
        FirewallWorld.Shell(blockers.FindBridged("br0").Single().Remedy.Single());
        Assert.True(world.ReachesSibling(expected: true));
        Assert.Empty(new ForwardBlockers(world.Context).FindBridged("br0"));
    }

    [BridgeFilterFact]
    public void Without_br_netfilter_bridged_packets_are_no_business_of_IPs_firewall()
    {
        using FirewallWorld world = NewWorld();
        world.World.Host.Tool("sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0");
        world.Load("docker-iptables.rules");

        Assert.Empty(new ForwardBlockers(world.Context).FindBridged("br0"));
        Assert.True(world.ReachesSibling(expected: true));
    }

    [KernelFact]
    public void A_chain_of_a_bridge_table_stops_bridged_packets_in_any_case()
    {
        using FirewallWorld world = NewWorld();
        world.World.Host.Tool("sysctl -qw net.bridge.bridge-nf-call-iptables=0");
        world.Nft("add table bridge b; add chain bridge b f { type filter hook forward priority -200; policy drop; }; add rule bridge b f ether type arp accept");

        ForwardBlocker blocker = Assert.Single(new ForwardBlockers(world.Context).FindBridged("br0"));

        Assert.Empty(world.FindOutwards());
        Assert.False(world.ReachesSibling(expected: false));
        // Not typed here: small kernels do not know "ibrname".
        Assert.EndsWith("nft insert rule bridge b f meta ibrname br0 accept", blocker.Remedy.Single(), StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Remedy(IReadOnlyList<ForwardBlocker> blockers) => Assert.Single(blockers).Remedy;

    private FirewallWorld NewWorld() => new(new NatWorld(NewNamespace(), NewNamespace(), NewNamespace(), NewNamespace()));
}
