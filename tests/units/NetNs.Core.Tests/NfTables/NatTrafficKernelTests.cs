using System.Net;
using System.Net.Sockets;
using NetNs.NfTables;
using NetNs.Tests.Kernel;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

/// <summary>The ruleset does what it says: connections through it, seen from both ends.</summary>
public sealed class NatTrafficKernelTests : KernelTest
{
    private const byte Tcp = 6, Udp = 17;

    [KernelFact]
    public void A_published_port_answers_another_machine_which_keeps_its_address()
    {
        using NatWorld world = NewWorld();
        Socket server = world.Listen(world.Container, "0.0.0.0", 80);
        Apply(world, NatRuleset.In("publish4", NatRuleset.Published(Tcp, 8080, NatWorld.ContainerAddress, 80)));

        Assert.Equal("192.0.2.2", world.Connect(world.Machine, NatWorld.HostAddress, 8080, server));
        Assert.Equal(1u, Counter(world, "publish4").Packets);
        Assert.Null(world.Connect(world.Machine, NatWorld.HostAddress, 8081, server));
        Assert.Equal(1u, Counter(world, "publish4").Packets);
    }

    [KernelFact]
    public void It_answers_the_host_at_its_own_address()
    {
        using NatWorld world = NewWorld();
        Socket server = world.Listen(world.Container, "0.0.0.0", 80);
        Apply(world, NatRuleset.In("publish4", NatRuleset.Published(Tcp, 8080, NatWorld.ContainerAddress, 80)));

        Assert.Equal(NatWorld.HostAddress, world.Connect(world.Host, NatWorld.HostAddress, 8080, server));
    }

    [KernelFact]
    public void It_answers_the_host_at_127_0_0_1_where_the_kernel_permits()
    {
        using NatWorld world = NewWorld();
        world.Host.Tool("sysctl -qw net.ipv4.conf.br0.route_localnet=1");
        Socket server = world.Listen(world.Container, "0.0.0.0", 80);
        Apply(world, NatRuleset.In("publish4_on", NatRuleset.PublishedOn("127.0.0.1", Tcp, 8080, NatWorld.ContainerAddress, 80)));

        Assert.Equal("10.88.0.1", world.Connect(world.Host, "127.0.0.1", 8080, server));
        Assert.Null(world.Connect(world.Machine, NatWorld.HostAddress, 8080, server));
    }

    [KernelFact]
    public void It_answers_the_container_itself_and_its_sibling_by_the_hairpin()
    {
        using NatWorld world = NewWorld();
        Socket server = world.Listen(world.Container, "0.0.0.0", 80);
        Apply(
            world,
            NatRuleset.In("publish4", NatRuleset.Published(Tcp, 8080, NatWorld.ContainerAddress, 80)),
            NatRuleset.In("hairpin4", NatRuleset.Subnet("10.88.0.0/16", k => k.Address(IPAddress.Parse(NatWorld.ContainerAddress)))));

        Assert.Equal("10.88.0.1", world.Connect(world.Container, NatWorld.HostAddress, 8080, server));
        Assert.Equal("10.88.0.1", world.Connect(world.Sibling, NatWorld.HostAddress, 8080, server));
        Assert.Equal("192.0.2.2", world.Connect(world.Machine, NatWorld.HostAddress, 8080, server));
    }

    [KernelFact]
    public void A_port_for_a_prefix_of_clients_answers_no_others()
    {
        using NatWorld world = NewWorld();
        Socket server = world.Listen(world.Container, "0.0.0.0", 80);
        Apply(world, NatRuleset.In("publish4_from", NatRuleset.PublishedFrom("198.51.100.0/24", "0.0.0.0/0", Tcp, 8080, NatWorld.ContainerAddress, 80)));

        Assert.Null(world.Connect(world.Machine, NatWorld.HostAddress, 8080, server, source: "192.0.2.2"));
        Assert.Equal("198.51.100.2", world.Connect(world.Machine, NatWorld.HostAddress, 8080, server, source: "198.51.100.2"));
        Assert.Equal(1u, Counter(world, "publish4_from").Packets);
    }

    [KernelFact]
    public void UDP_goes_through_and_back()
    {
        using NatWorld world = NewWorld();
        Socket server = world.Open(world.Container, "0.0.0.0", 5353, isUdp: true);
        Apply(world, NatRuleset.In("publish4", NatRuleset.Published(Udp, 53, NatWorld.ContainerAddress, 5353)));
        Socket client = world.Open(world.Machine, "0.0.0.0", 0, isUdp: true);

        client.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Parse(NatWorld.HostAddress), 53));
        EndPoint from = new IPEndPoint(IPAddress.Any, 0);
        byte[] buffer = new byte[16];
        int length = server.ReceiveFrom(buffer, ref from);
        server.SendTo(buffer.AsSpan(0, length), from);
        EndPoint answered = new IPEndPoint(IPAddress.Any, 0);

        Assert.Equal(3, client.ReceiveFrom(buffer, ref answered));
        Assert.Equal("192.0.2.1:53", answered.ToString());
    }

    [KernelFact]
    public void IPv6_is_published_as_well()
    {
        using NatWorld world = NewWorld();
        Socket server = world.Listen(world.Container, "::", 80);
        Apply(world, NatRuleset.In("publish6", NatRuleset.Published(Tcp, 8080, "fd00:88::2", 80)));

        Assert.Equal("2001:db8::2", world.Connect(world.Machine, "2001:db8::1", 8080, server));
    }

    [KernelFact]
    public void A_port_of_IPv6_alone_is_not_counted_for_IPv4()
    {
        using NatWorld world = NewWorld();
        Socket server = world.Listen(world.Container, "::", 80);
        Apply(world, NatRuleset.In("publish6", NatRuleset.Published(Tcp, 8080, "fd00:88::2", 80)));

        Assert.Null(world.Connect(world.Machine, NatWorld.HostAddress, 8080, server));
        Assert.Equal(0u, Counter(world, "publish6").Packets);
    }

    [KernelFact]
    public void A_masqueraded_subnet_reaches_the_world_and_its_own_without_disguise()
    {
        using NatWorld world = NewWorld();
        Socket outside = world.Listen(world.Machine, "0.0.0.0", 80), inside = world.Listen(world.Sibling, "0.0.0.0", 80);
        Apply(world, NatRuleset.In("inside4", NatRuleset.Subnet("10.88.0.0/16")), NatRuleset.In("masquerade4", NatRuleset.Subnet("10.88.0.0/16")));

        Assert.Equal("192.0.2.1", world.Connect(world.Container, "192.0.2.2", 80, outside));
        Assert.Equal("10.88.0.1", world.Connect(world.Host, "10.88.0.3", 80, inside));
        Assert.Equal("10.88.0.2", world.Connect(world.Container, "10.88.0.3", 80, inside));
        Assert.Equal(1u, Counter(world, "masquerade4").Packets);
    }

    [KernelFact]
    public void A_subnet_goes_out_behind_a_fixed_address_by_the_link_that_was_named()
    {
        using NatWorld world = NewWorld();
        world.Host.Tool("ip addr add 192.0.2.77/24 dev uplink");
        Socket outside = world.Listen(world.Machine, "0.0.0.0", 80);
        Apply(
            world,
            NatRuleset.In("inside4", NatRuleset.Subnet("10.88.0.0/16")),
            NatRuleset.In("masquerade4_out", NatRuleset.Subnet("10.88.0.0/16", k => k.LinkName("other"))),
            NatRuleset.In("snat4_out", NatRuleset.Subnet("10.88.0.0/16", k => k.LinkName("uplink"), "192.0.2.77")));

        Assert.Equal("192.0.2.77", world.Connect(world.Container, "192.0.2.2", 80, outside));
        Assert.Equal(1u, Counter(world, "snat4_out").Packets);
        Assert.Equal(0u, Counter(world, "masquerade4_out").Packets);
    }

    // CVE-2020-8558: with route_localnet on, a neighbour could reach what listens at 127.0.0.1 only.
    [KernelFact]
    public void Packets_for_127_0_0_1_from_outside_are_dropped()
    {
        using NatWorld world = NewWorld();
        world.Host.Tool("sysctl -qw net.ipv4.conf.uplink.route_localnet=1");
        world.Machine.Tool("sysctl -qw net.ipv4.conf.eth0.route_localnet=1");
        world.Machine.Tool("ip route del local 127.0.0.1 dev lo table local");
        world.Machine.Tool("ip route del local 127.0.0.0/8 dev lo table local");
        world.Machine.Tool($"ip route add 127.0.0.1 via {NatWorld.HostAddress} src 192.0.2.2");
        Socket secret = world.Open(world.Host, "127.0.0.1", 9999, isUdp: true);
        Socket attacker = world.Open(world.Machine, "192.0.2.2", 0, isUdp: true);
        var target = new IPEndPoint(IPAddress.Loopback, 9999);
        attacker.SendTo([1], target);
        Assert.Equal(1, secret.Receive(new byte[8]));
        Apply(world);

        attacker.SendTo([2], target);

        Assert.True(Wait.Until(() => Guarded(world).Packets == 1));
        Assert.Equal(0, secret.Available);
        Socket friend = world.Open(world.Host, "127.0.0.1", 0, isUdp: true);
        friend.SendTo([3], target);
        byte[] received = new byte[8];
        Assert.Equal(1, secret.Receive(received));
        Assert.Equal(3, received[0]);
    }

    private NatWorld NewWorld() => new(NewNamespace(), NewNamespace(), NewNamespace(), NewNamespace());

    private static void Apply(NatWorld world, params SetElementMessage[] elements)
    {
        NfBatch batch = NatRuleset.Make();
        foreach (SetElementMessage one in elements)
            batch.AddElements(one);
        world.Rules.Commit(batch);
    }

    private static CounterExpression Counter(NatWorld world, string set)
        => world.Rules.DumpElements(NfFamily.Inet, NatRuleset.Table, set).Single(e => e.Flags == SetElementFlags.None).Counter!;

    private static CounterExpression Guarded(NatWorld world)
        => world.Rules.DumpRules(NfFamily.Inet, NatRuleset.Table, "guard").Single().Expressions.OfType<CounterExpression>().Single();
}
