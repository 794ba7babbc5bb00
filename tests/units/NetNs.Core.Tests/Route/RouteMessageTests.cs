using System.Net;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

public sealed class RouteMessageTests
{
    private static readonly IPAddress Gateway = IPAddress.Parse("10.88.0.1");
    private static readonly IPAddress Own = IPAddress.Parse("10.88.0.2");

    // What ip puts into the header of every new unicast route.
    private static readonly RouteMessage New = new()
    {
        Family = 2,
        Table = RouteTable.Main,
        Protocol = RouteProtocol.Boot,
        Scope = RouteScope.Universe,
        Kind = RouteKind.Unicast,
    };

    private static readonly Dictionary<string, RouteMessage> Requests = new()
    {
        ["request-route-add-default"] = New with { Gateway = Gateway },
        ["request-route-add-default-ipv6"] = New with { Family = 10, Gateway = IPAddress.Parse("fe80::1"), OutputLink = 3 },
        ["request-route-add-blackhole"] = New with { Kind = RouteKind.Blackhole, Destination = IPAddress.Parse("10.9.0.0"), DestinationLength = 16 },
        ["request-route-add-unreachable-ipv6"] = New with
        {
            Family = 10,
            Kind = RouteKind.Unreachable,
            Destination = IPAddress.Parse("2001:db8:9::"),
            DestinationLength = 48,
        },
        ["request-route-add-onlink"] = New with
        {
            Destination = IPAddress.Parse("10.7.0.0"),
            DestinationLength = 16,
            Gateway = IPAddress.Parse("10.99.0.1"),
            OutputLink = 3,
            Flags = RouteFlags.OnLink,
        },
        ["request-route-add-mtu"] = New with
        {
            Destination = IPAddress.Parse("10.6.0.0"),
            DestinationLength = 16,
            Gateway = Gateway,
            PreferredSource = Own,
            Priority = 50,
            Mtu = 1400,
        },
        // A table above 255 stands in the attribute only.
        ["request-route-add-table"] = New with
        {
            Destination = IPAddress.Parse("10.5.0.0"),
            DestinationLength = 16,
            OutputLink = 3,
            Scope = RouteScope.Link,
            Table = 1000,
        },
        ["request-route-add-via-ipv6"] = New with
        {
            Destination = IPAddress.Parse("10.4.0.0"),
            DestinationLength = 16,
            Via = IPAddress.Parse("fe80::1"),
            OutputLink = 3,
        },
        ["request-route-add-multipath"] = New with
        {
            Destination = IPAddress.Parse("10.3.0.0"),
            DestinationLength = 16,
            NextHops = [new RouteNextHop(0, Gateway, 2), new RouteNextHop(3, IPAddress.Parse("10.99.0.3"), 1, RouteFlags.OnLink)],
        },
        ["request-route-add-nexthop-object"] = New with { Destination = IPAddress.Parse("10.2.0.0"), DestinationLength = 16, NextHopId = 7 },
        // "Nowhere" and kind 0 match a route of any scope and kind.
        ["request-route-del"] = new() { Family = 2, Table = RouteTable.Main, Scope = RouteScope.Nowhere, Gateway = Gateway },
        ["request-route-get"] = new() { Family = 2, Destination = IPAddress.Parse("10.88.0.9"), DestinationLength = 32, Flags = RouteFlags.LookUpTable },
        ["request-route-get-mark"] = new()
        {
            Family = 2,
            Destination = IPAddress.Parse("10.88.0.9"),
            DestinationLength = 32,
            Source = Own,
            SourceLength = 32,
            Mark = 7,
            Flags = RouteFlags.LookUpTable,
        },
    };

    private static readonly Dictionary<string, RouteMessage> Replies = new()
    {
        ["reply-route-default"] = New with { Gateway = Gateway, Priority = 50, OutputLink = 3 },
        ["reply-route-connected"] = New with
        {
            Protocol = RouteProtocol.Kernel,
            Scope = RouteScope.Link,
            Destination = IPAddress.Parse("10.88.0.0"),
            DestinationLength = 24,
            PreferredSource = Own,
            OutputLink = 3,
        },
        ["reply-route-ipv6"] = New with
        {
            Family = 10,
            Destination = IPAddress.Parse("2001:db8:9::"),
            DestinationLength = 48,
            Gateway = IPAddress.Parse("2001:db8::1"),
            OutputLink = 3,
            Priority = 1024,
            Mtu = 1400,
        },
        ["reply-route-blackhole"] = New with { Kind = RouteKind.Blackhole, Destination = IPAddress.Parse("10.9.0.0"), DestinationLength = 16 },
        ["reply-route-mtu"] = New with
        {
            Destination = IPAddress.Parse("10.6.0.0"),
            DestinationLength = 16,
            Gateway = Gateway,
            PreferredSource = Own,
            OutputLink = 3,
            Mtu = 1400,
        },
        ["reply-route-table"] = New with
        {
            Destination = IPAddress.Parse("10.5.0.0"),
            DestinationLength = 16,
            OutputLink = 3,
            Scope = RouteScope.Link,
            Table = 1000,
        },
        ["reply-route-via-ipv6"] = New with
        {
            Destination = IPAddress.Parse("10.4.0.0"),
            DestinationLength = 16,
            Via = IPAddress.Parse("fe80::1"),
            OutputLink = 3,
        },
        ["reply-route-multipath"] = New with
        {
            Destination = IPAddress.Parse("10.3.0.0"),
            DestinationLength = 16,
            NextHops = [new RouteNextHop(3, Gateway, 2), new RouteNextHop(3, IPAddress.Parse("10.88.0.3"), 1)],
        },
        ["reply-route-nexthop-object"] = New with
        {
            Destination = IPAddress.Parse("10.2.0.0"),
            DestinationLength = 16,
            NextHopId = 7,
            Gateway = Gateway,
            OutputLink = 3,
        },
        ["reply-route-get"] = New with
        {
            Protocol = RouteProtocol.Unspecified,
            Destination = IPAddress.Parse("10.88.0.9"),
            DestinationLength = 32,
            PreferredSource = Own,
            OutputLink = 3,
            Flags = RouteFlags.Cloned,
        },
    };

    public static TheoryData<string> RequestNames => [.. Requests.Keys];

    public static TheoryData<string> ReplyNames => [.. Replies.Keys];

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void A_captured_request_is_understood(string fixture) => MessageAssert.Parses(fixture, Requests[fixture]);

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void The_same_request_is_written_as_ip_writes_it(string fixture) => MessageAssert.Writes(fixture, Requests[fixture].Write);

    [Theory]
    [MemberData(nameof(ReplyNames))]
    public void An_answer_is_understood(string fixture) => MessageAssert.Parses(fixture, Replies[fixture]);

    // The dump request is put together by RouteClient: strict checking wants the table as an attribute. See RouteClientTests.
    [Fact]
    public void Every_captured_route_message_has_a_test()
        => Assert.Empty(Fixture.Names("request-route-").Concat(Fixture.Names("reply-route-"))
            .Except(Requests.Keys).Except(Replies.Keys).Except(["request-route-dump"]));

    // As of "ip -f mpls route add 100 via link 02:42:ac:11:00:02 dev eth0": a gateway that is a MAC address (AF_PACKET).
    [Fact]
    public void A_gateway_that_is_no_IP_address_is_none()
    {
        byte[] header = [28, 20, 0, 0, 254, 4, 0, 1, 0, 0, 0, 0];
        Assert.Null(RouteMessage.Parse([.. header, 12, 0, 18, 0, 17, 0, 2, 0x42, 0xac, 0x11, 0, 2]).Via);
        Assert.Equal(IPAddress.Parse("10.0.0.1"), RouteMessage.Parse([.. header, 10, 0, 18, 0, 2, 0, 10, 0, 0, 1, 0, 0]).Via);
        Assert.Throws<NetlinkFormatException>(() => RouteMessage.Parse([.. header, 9, 0, 18, 0, 2, 0, 10, 0, 0, 0, 0, 0]));
        Assert.Throws<NetlinkFormatException>(() => RouteMessage.Parse([.. header, 5, 0, 18, 0, 2, 0, 0, 0]));
    }

    [Fact]
    public void A_message_shorter_than_its_header_is_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => RouteMessage.Parse(new byte[11]));

    [Theory]
    [InlineData(new byte[] { 7, 0, 0, 0, 3, 0, 0, 0 })]
    [InlineData(new byte[] { 9, 0, 0, 0, 3, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 3, 0, 0, 0 })]
    public void A_next_hop_whose_length_lies_is_a_format_error(byte[] hops)
        => Assert.Throws<NetlinkFormatException>(() => RouteNextHop.ParseAll(hops));
}
