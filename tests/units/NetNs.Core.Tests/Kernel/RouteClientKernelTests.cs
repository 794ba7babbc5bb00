using System.Net;
using System.Text.Json;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

/// <summary>rtnetlink against the real kernel, with ip and bridge as oracles.</summary>
public sealed class RouteClientKernelTests : KernelTest
{
    [KernelFact]
    public void A_veth_pair_is_made_with_its_peer_in_another_namespace_in_one_request()
    {
        NamespaceFixture host = NewNamespace(), guest = NewNamespace();
        int bridge = host.Route.CreateLink(new LinkMessage { Name = "br0", Kind = new BridgeKind() }).Index;

        LinkMessage made = host.Route.CreateLink(new LinkMessage
        {
            Name = "veth0",
            Mtu = 1400,
            Master = bridge,
            Kind = new VethKind { Peer = new LinkMessage { Name = "eth0", Address = [2, 0, 0, 0, 0, 0x0b], NamespaceDescriptor = guest.Descriptor } },
        });

        Assert.Equal(("veth0", 1400u, bridge), (made.Name, made.Mtu, made.Master));
        JsonElement outer = Ip(host, "-d link show veth0");
        Assert.Equal(("veth", "br0"), (Kind(outer), outer.GetProperty("master").GetString()));
        JsonElement inner = Ip(guest, "link show eth0");
        Assert.Equal((made.Link, "02:00:00:00:00:0b"), (inner.GetProperty("ifindex").GetInt32(), inner.GetProperty("address").GetString()));
        Assert.NotNull(made.LinkNamespaceId);
        Assert.Equal("eth0", host.Route.GetLink(made.Link!.Value, made.LinkNamespaceId).Name);
    }

    [KernelFact]
    public void A_bridge_is_made_with_its_options_and_changed()
    {
        NamespaceFixture world = NewNamespace();

        LinkMessage made = world.Route.CreateLink(new LinkMessage
        {
            Name = "br0",
            Address = [2, 0, 0, 0, 0, 1],
            Kind = new BridgeKind { AgeingTime = 6000, StpState = 1, ForwardDelay = 400, MulticastSnooping = false },
        });
        world.Route.ChangeLink(new LinkMessage { Index = made.Index, Kind = new BridgeKind { AgeingTime = 12000 } });

        JsonElement data = Ip(world, "-d link show br0").GetProperty("linkinfo").GetProperty("info_data");
        Assert.Equal((12000, 1, 400, 0), (data.GetProperty("ageing_time").GetInt32(), data.GetProperty("stp_state").GetInt32(), data.GetProperty("forward_delay").GetInt32(), data.GetProperty("mcast_snooping").GetInt32()));
        BridgeKind read = Assert.IsType<BridgeKind>(world.Route.GetLink("br0").Kind);
        Assert.Equal((12000u, 400u, false), (read.AgeingTime, read.ForwardDelay, read.MulticastSnooping));
    }

    [KernelFact]
    public void A_bridge_port_is_set_and_read()
    {
        NamespaceFixture world = NewNamespace();
        int bridge = world.Route.CreateLink(new LinkMessage { Name = "br0", Kind = new BridgeKind() }).Index;
        int port = world.Route.CreateLink(new LinkMessage { Name = "va", Master = bridge, Kind = new VethKind { Peer = new LinkMessage { Name = "vb" } } }).Index;

        world.Route.ChangeLink(new LinkMessage { Index = port, Port = new BridgePortKind { Hairpin = true, Isolated = true, Learning = false, Cost = 50, Priority = 20 } });

        JsonElement data = Ip(world, "-d link show va").GetProperty("linkinfo").GetProperty("info_slave_data");
        Assert.Equal((true, true, false, 50, 20), (data.GetProperty("hairpin").GetBoolean(), data.GetProperty("isolated").GetBoolean(), data.GetProperty("learning").GetBoolean(), data.GetProperty("cost").GetInt32(), data.GetProperty("priority").GetInt32()));
        BridgePortKind? read = world.Route.GetLink("va").Port;
        Assert.Equal((true, true, false, 50u, (ushort)20), (read!.Hairpin, read.Isolated, read.Learning, read.Cost, read.Priority));
    }

    // A kernel that lacks a kind says so; then the refusal is what there is to see.
    [KernelTheory]
    [InlineData("vxlan")]
    [InlineData("macvlan")]
    [InlineData("macvtap")]
    [InlineData("ipvlan")]
    [InlineData("vlan")]
    [InlineData("vrf")]
    [InlineData("dummy")]
    [InlineData("ifb")]
    public void A_link_of_each_kind_is_made_as_ip_shows_it(string kind)
    {
        NamespaceFixture world = NewNamespace();
        int parent = world.Route.CreateLink(new LinkMessage { Name = "va", Kind = new VethKind { Peer = new LinkMessage { Name = "vb" } } }).Index;
        (LinkMessage request, string shown) = kind switch
        {
            "vxlan" => (new LinkMessage { Kind = new VxlanKind { Id = 42, Group = IPAddress.Parse("192.0.2.2"), Local = IPAddress.Parse("192.0.2.1"), Link = parent, Learning = false, Port = 4789 } }, "vxlan id 42 remote 192.0.2.2 local 192.0.2.1 dev va srcport 0 0 dstport 4789"),
            "macvlan" => (new LinkMessage { Link = parent, Kind = new MacvlanKind { Mode = MacvlanMode.Private } }, "macvlan mode private"),
            "macvtap" => (new LinkMessage { Link = parent, Kind = new MacvlanKind { Tap = true, Mode = MacvlanMode.Vepa } }, "macvtap mode vepa"),
            "ipvlan" => (new LinkMessage { Link = parent, Kind = new IpvlanKind { Mode = IpvlanMode.L3 } }, "ipvlan  mode l3"),
            "vlan" => (new LinkMessage { Link = parent, Kind = new VlanKind { Id = 7, Protocol = 0x8100 } }, "vlan protocol 802.1Q id 7"),
            "vrf" => (new LinkMessage { Kind = new VrfKind { Table = 100 } }, "vrf table 100"),
            "dummy" => (new LinkMessage { Kind = new DummyKind() }, "dummy"),
            _ => (new LinkMessage { Kind = new IfbKind() }, "ifb"),
        };

        LinkMessage made;
        try
        {
            made = world.Route.CreateLink(request with { Name = "new0" });
        }
        catch (NetlinkException e) when (e.Errno == Errno.EOPNOTSUPP)
        {
            Assert.NotEqual(0, TestProcess.TryRun("nsenter", $"--net=/proc/{Environment.ProcessId}/fd/{world.Descriptor}", "ip", "link", "add", "new0", "link", "va", "type", kind, kind == "vlan" ? "id" : "numtxqueues", "7").ExitCode);
            return;
        }

        Assert.Equal(kind, made.Kind!.Name);
        Assert.Contains(shown, world.Tool("ip -d link show new0"), StringComparison.Ordinal);
        Assert.Equal(ValueText.Of(made.Kind), ValueText.Of(world.Route.GetLink("new0").Kind));
    }

    [KernelFact]
    public void A_link_goes_through_its_life()
    {
        NamespaceFixture world = NewNamespace(), other = NewNamespace();
        int index = world.Route.CreateLink(new LinkMessage { Name = "va", Kind = new VethKind { Peer = new LinkMessage { Name = "vb" } } }).Index;

        world.Route.RenameLink(index, "uplink");
        world.Route.ChangeLink(new LinkMessage { Index = index, Mtu = 1400, Address = [2, 0, 0, 0, 0, 0x42], Alias = "of the shop", TxQueueLength = 500, Group = 42 });
        world.Route.SetLinkUp(index, up: true);
        JsonElement up = Ip(world, "link show uplink");
        world.Route.SetLinkUp(index, up: false);
        world.Route.ChangeLink(new LinkMessage { Index = index, NamespaceDescriptor = other.Descriptor });

        Assert.Equal((1400, "02:00:00:00:00:42", "of the shop", 500, "42"), (up.GetProperty("mtu").GetInt32(), up.GetProperty("address").GetString(), up.GetProperty("ifalias").GetString(), up.GetProperty("txqlen").GetInt32(), up.GetProperty("group").GetString()));
        Assert.Contains(up.GetProperty("flags").EnumerateArray(), f => f.GetString() == "UP");
        Assert.Null(world.Route.FindLink("uplink"));
        other.Route.DeleteLink(other.Route.GetLink("uplink").Index);
        Assert.Null(other.Route.FindLink("uplink"));
    }

    [KernelFact]
    public void A_group_of_links_is_removed_and_the_others_stay()
    {
        NamespaceFixture world = NewNamespace();
        foreach ((string name, uint group) in new[] { ("a", 42u), ("b", 42u), ("c", 7u) })
            world.Route.CreateLink(new LinkMessage { Name = name, Group = group, Kind = new IfbKind() });

        world.Route.DeleteLinkGroup(42);

        Assert.Equal(["lo", "c"], world.Route.DumpLinks().Select(l => l.Name));
    }

    [KernelFact]
    public void No_ipv6_address_makes_itself_where_the_link_shall_have_none()
    {
        NamespaceFixture world = NewNamespace();
        int index = world.Route.CreateLink(new LinkMessage { Name = "ifb7", Kind = new IfbKind() }).Index;

        world.Route.ChangeLink(new LinkMessage { Index = index, AddressGeneration = AddressGenerationMode.None });

        Assert.Equal("none", Ip(world, "-d link show ifb7").GetProperty("inet6_addr_gen_mode").GetString());
        Assert.Equal(AddressGenerationMode.None, world.Route.GetLink("ifb7").AddressGeneration);
    }

    [KernelFact]
    public void Dumps_are_filtered_by_bridge_and_by_kind()
    {
        NamespaceFixture world = NewNamespace();
        int bridge = world.Route.CreateLink(new LinkMessage { Name = "br0", Kind = new BridgeKind() }).Index;
        world.Route.CreateLink(new LinkMessage { Name = "va", Master = bridge, Kind = new VethKind { Peer = new LinkMessage { Name = "vb" } } });

        Assert.Equal(["va"], world.Route.DumpLinks(master: bridge).Select(l => l.Name));
        Assert.Equal(["br0"], world.Route.DumpLinks(kind: new BridgeKind()).Select(l => l.Name));
    }

    [KernelFact]
    public void A_dump_of_hundreds_of_links_over_many_datagrams_is_whole()
    {
        NamespaceFixture world = NewNamespace();
        foreach (int[] some in Enumerable.Range(0, 300).Chunk(20))
        {
            RouteBatch batch = world.Route.Batch();
            foreach (int i in some)
                batch.CreateLink(new LinkMessage { Name = $"l{i}", Group = 9, Kind = new IfbKind() });
            batch.Commit();
        }

        Assert.Equal(Enumerable.Range(0, 300).Select(i => $"l{i}").Prepend("lo"), world.Route.DumpLinks().Select(l => l.Name));
        world.Route.DeleteLinkGroup(9);
    }

    [KernelFact]
    public void Errors_are_the_kernels_own()
    {
        NamespaceFixture world = NewNamespace();
        world.Route.CreateLink(new LinkMessage { Name = "ifb7", Kind = new IfbKind() });

        Assert.Equal(Errno.EEXIST, Assert.Throws<NetlinkException>(() => world.Route.CreateLink(new LinkMessage { Name = "ifb7", Kind = new IfbKind() })).Errno);
        Assert.Equal(Errno.EOPNOTSUPP, Assert.Throws<NetlinkException>(() => world.Route.CreateLink(new LinkMessage { Name = "x", Kind = new UnknownKind("nosuchkind", []) })).Errno);
        Assert.Equal(Errno.ERANGE, Assert.Throws<NetlinkException>(() => world.Route.CreateLink(new LinkMessage { Name = "a-name-of-20-letters", Kind = new IfbKind() })).Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<NetlinkException>(() => world.Route.SetLinkUp(4711, up: true)).Errno);
        Assert.Equal(Errno.ENODEV, Assert.Throws<NetlinkException>(() => world.Route.DeleteLink(4711)).Errno);
        Assert.Equal(Errno.ENETUNREACH, Assert.Throws<NetlinkException>(() => world.Route.LookUpRoute(new RouteMessage { Family = 2, Destination = IPAddress.Parse("192.0.2.1"), DestinationLength = 32 })).Errno);
    }

    [KernelFact]
    public void A_batch_goes_on_behind_a_step_that_fails_and_tells_the_first_failure()
    {
        NamespaceFixture world = NewNamespace();

        NetlinkException e = Assert.Throws<NetlinkException>(() => world.Route.Batch()
            .CreateLink(new LinkMessage { Name = "a", Kind = new IfbKind() })
            .CreateLink(new LinkMessage { Name = "a", Kind = new IfbKind() })
            .CreateLink(new LinkMessage { Name = "b", Kind = new IfbKind() })
            .Commit());

        Assert.Equal((Errno.EEXIST, 1, "create link a"), (e.Errno, e.MessageIndex, e.Request));
        Assert.Equal(["lo", "a", "b"], world.Route.DumpLinks().Select(l => l.Name));
    }

    // Each step of the batch has an answer, and a socket's queue holds some fifty.
    [KernelFact]
    public void Answers_that_were_lost_are_told_as_what_they_are_and_blamed_on_no_step()
    {
        NamespaceFixture world = NewNamespace();
        RouteBatch batch = world.Route.Batch();
        for (int i = 0; i < 300; i++)
            batch.CreateLink(new LinkMessage { Name = $"l{i}", Group = 9, Kind = new IfbKind() }).GetLink(1);

        NetlinkException e = Assert.Throws<NetlinkException>(() => batch.Commit());

        Assert.Equal((Errno.ENOBUFS, "carry out a batch"), (e.Errno, e.Request));
    }

    [KernelFact]
    public void A_namespace_id_is_found_once_it_was_given()
    {
        NamespaceFixture world = NewNamespace(), other = NewNamespace();

        Assert.Null(world.Route.FindNamespaceId(other.Handle.File));
        world.Route.CreateLink(new LinkMessage { Name = "va", Kind = new VethKind { Peer = new LinkMessage { Name = "vb", NamespaceDescriptor = other.Descriptor } } });

        Assert.Equal(world.Route.GetLink("va").LinkNamespaceId, world.Route.FindNamespaceId(other.Handle.File));
    }

    [KernelFact]
    public void A_bridges_forwarding_database_is_read()
    {
        NamespaceFixture world = NewNamespace();
        int bridge = world.Route.CreateLink(new LinkMessage { Name = "br0", Kind = new BridgeKind() }).Index;
        int port = world.Route.CreateLink(new LinkMessage { Name = "va", Master = bridge, Kind = new VethKind { Peer = new LinkMessage { Name = "vb" } } }).Index;
        world.Tool("bridge fdb add 02:00:00:00:00:0c dev va master static");

        NeighborMessage entry = Assert.Single(world.Route.DumpForwarding(bridge), e => e.LinkLayerAddress is [2, 0, 0, 0, 0, 0x0c] && e.Vlan is null);

        Assert.Equal((port, bridge), (entry.Index, entry.Master));
        Assert.True(entry.IsForwarding);
    }

    private static JsonElement Ip(NamespaceFixture world, string arguments)
        => JsonDocument.Parse(world.Tool($"ip -json {arguments}")).RootElement[0];

    private static string? Kind(JsonElement link) => link.GetProperty("linkinfo").GetProperty("info_kind").GetString();
}
