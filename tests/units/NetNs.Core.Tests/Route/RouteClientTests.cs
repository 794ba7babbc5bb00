using System.Net;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

/// <summary>Each intent against a fake kernel: what is sent, whole with type and flags, is what the tools send.</summary>
public sealed class RouteClientTests : IDisposable
{
    private readonly FakeTransport _fake = new();
    private readonly RouteClient _client;

    public RouteClientTests()
    {
        _client = new RouteClient(new NetlinkConnection(_fake));
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public void Creating_a_link_asks_for_it_to_be_echoed()
    {
        byte[] answer = Fixture.Payload("reply-link-veth").ToArray();
        _fake.Next(k => k.Message(RouteMessageType.NewLink, answer).Split().Ack());

        LinkMessage made = _client.CreateLink(new LinkMessage { Name = "va", Kind = new VethKind { Peer = new LinkMessage { Name = "vb" } } });

        Assert.Equal(("va", 3), (made.Name, made.Index));
        // Alone different from ip's: the echo, which saves the question for the index.
        AssertSent("request-link-add-veth", MessageFlags.Echo);
    }

    [Fact]
    public void A_kernel_that_does_not_echo_is_asked_for_the_new_link()
    {
        byte[] answer = Fixture.Payload("reply-link-veth").ToArray();
        _fake.Next(k => k.Ack()).Next(k => k.Message(RouteMessageType.NewLink, answer).Ack());

        Assert.Equal(3, _client.CreateLink(new LinkMessage { Name = "va", Kind = new IfbKind() }).Index);
        Assert.Equal("va", LinkMessage.Parse(_fake.Sent[1].AsSpan(16)).Name);
    }

    [Fact]
    public void A_link_is_set_up_by_its_index()
    {
        Acknowledge();
        _client.SetLinkUp(3, up: true);
        AssertSent("request-link-set-up");
    }

    [Fact]
    public void A_link_is_set_down_by_its_index()
    {
        Acknowledge();
        _client.SetLinkUp(3, up: false);
        AssertSent("request-link-set-down");
    }

    [Fact]
    public void A_link_is_changed()
    {
        Acknowledge();
        _client.ChangeLink(new LinkMessage { Index = 4, Master = 2 });
        AssertSent("request-link-set-master");
    }

    // ip sends RTM_NEWLINK, which would make a link where there is none if CREATE were set; RTM_SETLINK cannot.
    [Fact]
    public void A_link_is_renamed_as_ip_does_it_but_by_a_message_that_cannot_create()
    {
        Acknowledge();
        _client.RenameLink(3, "uplink");
        AssertSent("request-link-set-name", type: RouteMessageType.SetLink);
    }

    [Fact]
    public void A_link_is_removed_by_its_index()
    {
        Acknowledge();
        _client.DeleteLink(3);
        AssertSent("request-link-del");
    }

    [Fact]
    public void A_group_of_links_is_removed_at_once()
    {
        Acknowledge();
        _client.DeleteLinkGroup(42);
        AssertSent("request-link-del-group");
    }

    [Fact]
    public void A_link_that_is_not_there_is_null_to_find_and_an_error_to_get()
    {
        _fake.Next(k => k.Error(Errno.ENODEV)).Next(k => k.Error(Errno.ENODEV)).Next(k => k.Error(Errno.EPERM));

        Assert.Null(_client.FindLink("va"));
        Assert.Equal(Errno.ENODEV, Assert.Throws<NetlinkException>(() => _client.GetLink("va")).Errno);
        Assert.Equal(Errno.EPERM, Assert.Throws<NetlinkException>(() => _client.FindLink("va")).Errno);
    }

    [Fact]
    public void A_dump_of_links_gives_every_link()
    {
        _fake.Next(k => k.Multipart(
            RouteMessageType.NewLink,
            Fixture.Payload("reply-link-loopback").ToArray(),
            Fixture.Payload("reply-link-bridge").ToArray(),
            Fixture.Payload("reply-link-veth").ToArray()));

        Assert.Equal(["lo", "br0", "va"], _client.DumpLinks().Select(l => l.Name));
        Assert.Equal((MessageFlags.Dump, RouteMessageType.GetLink), (_fake.SentHeaders()[0].Flags & MessageFlags.Dump, _fake.SentHeaders()[0].Type));
    }

    [Fact]
    public void An_address_is_added()
    {
        Acknowledge();
        IPAddress address = IPAddress.Parse("10.88.0.2");
        _client.AddAddress(new AddressMessage { Family = 2, PrefixLength = 24, Index = 3, Local = address, Address = address });
        AssertSent("request-addr-add-ipv4");
    }

    [Fact]
    public void An_address_is_removed()
    {
        Acknowledge();
        IPAddress address = IPAddress.Parse("10.88.0.2");
        _client.DeleteAddress(new AddressMessage { Family = 2, PrefixLength = 24, Index = 3, Local = address, Address = address });
        AssertSent("request-addr-del-ipv4");
    }

    [Fact]
    public void Addresses_are_listed()
    {
        _fake.Next(k => k.Multipart(RouteMessageType.NewAddr, Fixture.Payload("reply-addr-ipv4").ToArray()));
        Assert.Single(_client.DumpAddresses());
        AssertSent("request-addr-dump");
    }

    [Fact]
    public void A_route_is_added()
    {
        Acknowledge();
        _client.AddRoute(new RouteMessage
        {
            Family = 2,
            Table = RouteTable.Main,
            Protocol = RouteProtocol.Boot,
            Kind = RouteKind.Unicast,
            Gateway = IPAddress.Parse("10.88.0.1"),
        });
        AssertSent("request-route-add-default");
    }

    [Fact]
    public void A_route_is_removed()
    {
        Acknowledge();
        _client.DeleteRoute(new RouteMessage { Family = 2, Table = RouteTable.Main, Scope = RouteScope.Nowhere, Gateway = IPAddress.Parse("10.88.0.1") });
        AssertSent("request-route-del");
    }

    [Fact]
    public void Routes_of_a_table_are_listed()
    {
        _fake.Next(k => k.Multipart(RouteMessageType.NewRoute, Fixture.Payload("reply-route-default").ToArray()));
        Assert.Single(_client.DumpRoutes(family: 2));
        AssertSent("request-route-dump");
    }

    [Fact]
    public void A_neighbour_is_added()
    {
        Acknowledge();
        _client.AddNeighbor(new NeighborMessage
        {
            Family = 2,
            Index = 3,
            State = NeighborStates.Permanent,
            Destination = IPAddress.Parse("10.88.0.9"),
            LinkLayerAddress = [2, 0, 0, 0, 0, 9],
        });
        AssertSent("request-neigh-add-ipv4");
    }

    [Fact]
    public void A_neighbour_is_removed()
    {
        Acknowledge();
        _client.DeleteNeighbor(new NeighborMessage { Family = 2, Index = 3, State = NeighborStates.Permanent, Destination = IPAddress.Parse("10.88.0.9") });
        AssertSent("request-neigh-del");
    }

    [Fact]
    public void Neighbours_of_a_link_are_listed()
    {
        _fake.Next(k => k.Multipart(RouteMessageType.NewNeigh, Fixture.Payload("reply-neigh-ipv4").ToArray()));
        Assert.Single(_client.DumpNeighbors(link: 3));
        AssertSent("request-neigh-dump");
    }

    [Fact]
    public void A_bridges_forwarding_database_is_listed()
    {
        _fake.Next(k => k.Multipart(RouteMessageType.NewNeigh, Fixture.Payload("reply-fdb").ToArray()));
        Assert.Single(_client.DumpForwarding(2));
        AssertSent("request-fdb-dump");
    }

    [Fact]
    public void A_batch_names_the_step_that_failed()
    {
        _fake.Next(k => k.Error(Errno.EEXIST, index: 1).Ack());
        IPAddress address = IPAddress.Parse("10.88.0.2");

        NetlinkException e = Assert.Throws<NetlinkException>(() => _client.Batch()
            .ChangeLink(new LinkMessage { Index = 3, Flags = LinkFlags.Up, Change = LinkFlags.Up })
            .AddAddress(new AddressMessage { Family = 2, PrefixLength = 24, Index = 3, Local = address })
            .AddRoute(new RouteMessage { Family = 2, Gateway = IPAddress.Parse("10.88.0.1") })
            .Commit());

        Assert.Equal((Errno.EEXIST, 1, "add address 10.88.0.2/24"), (e.Errno, e.MessageIndex, e.Request));
        Assert.Equal(3, _fake.SentHeaders().Count);
    }

    [Fact]
    public void An_empty_batch_sends_nothing()
    {
        _client.Batch().Commit();

        Assert.Empty(_fake.Sent);
    }

    private void Acknowledge() => _fake.Next(k => k.Ack());

    private void AssertSent(string fixture, MessageFlags extra = MessageFlags.None, ushort? type = null)
    {
        byte[] expected = Fixture.Load(fixture);
        MessageHeader header = MessageHeader.Read(expected);
        header.Flags |= extra;
        header.Type = type ?? header.Type;
        header.Write(expected);
        ByteAssert.Equal(CanonicalMessage.Of(expected), CanonicalMessage.Of(_fake.Sent[0]));
    }
}
