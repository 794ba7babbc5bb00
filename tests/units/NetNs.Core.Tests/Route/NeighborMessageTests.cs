using System.Net;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

public sealed class NeighborMessageTests
{
    private static readonly byte[] Mac09 = [2, 0, 0, 0, 0, 9];
    private static readonly byte[] Mac0C = [2, 0, 0, 0, 0, 0x0c];
    private static readonly IPAddress V4 = IPAddress.Parse("10.88.0.9");
    private static readonly IPAddress V6 = IPAddress.Parse("2001:db8::9");
    private static readonly IPAddress Remote = IPAddress.Parse("192.0.2.9");

    private static readonly Dictionary<string, NeighborMessage> Requests = new()
    {
        ["request-neigh-add-ipv4"] = new() { Family = 2, Index = 3, State = NeighborStates.Permanent, Destination = V4, LinkLayerAddress = Mac09 },
        ["request-neigh-add-ipv6"] = new()
        {
            Family = 10,
            Index = 3,
            State = NeighborStates.Stale,
            Flags = NeighborFlags.Router,
            Destination = V6,
            LinkLayerAddress = Mac09,
        },
        ["request-neigh-del"] = new() { Family = 2, Index = 3, State = NeighborStates.Permanent, Destination = V4 },
        // "static" is what bridge(8) calls a permanent entry that is not the port's own: NUD_NOARP and NUD_REACHABLE.
        ["request-fdb-add"] = new()
        {
            Family = 7,
            Index = 4,
            State = NeighborStates.NoArp | NeighborStates.Reachable,
            Flags = NeighborFlags.Master,
            LinkLayerAddress = Mac0C,
        },
        ["request-fdb-add-vxlan"] = new()
        {
            Family = 7,
            Index = 2,
            State = NeighborStates.NoArp | NeighborStates.Permanent,
            Flags = NeighborFlags.Self,
            LinkLayerAddress = new byte[6],
            Destination = Remote,
        },
        ["request-fdb-dump"] = new() { Family = 7, Master = 2 },
    };

    private static readonly Dictionary<string, NeighborMessage> Replies = new()
    {
        ["reply-neigh-ipv4"] = new()
        {
            Family = 2,
            Index = 3,
            State = NeighborStates.Permanent,
            Type = 1,
            Destination = V4,
            LinkLayerAddress = Mac09,
        },
        ["reply-neigh-ipv6"] = new()
        {
            Family = 10,
            Index = 3,
            State = NeighborStates.Stale,
            Flags = NeighborFlags.Router,
            Type = 1,
            Destination = V6,
            LinkLayerAddress = Mac09,
        },
        ["reply-fdb"] = new() { Family = 7, Index = 4, State = NeighborStates.NoArp, LinkLayerAddress = Mac0C, Master = 2 },
        ["reply-fdb-vxlan"] = new()
        {
            Family = 7,
            Index = 2,
            State = NeighborStates.NoArp | NeighborStates.Permanent,
            Flags = NeighborFlags.Self,
            Type = 1,
            LinkLayerAddress = new byte[6],
            Destination = Remote,
        },
    };

    public static TheoryData<string> RequestNames => [.. Requests.Keys];

    public static TheoryData<string> ReplyNames => [.. Replies.Keys];

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void A_captured_request_is_understood(string fixture) => MessageAssert.Parses(fixture, Requests[fixture]);

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void The_same_request_is_written_as_the_tools_write_it(string fixture) => MessageAssert.Writes(fixture, Requests[fixture].Write);

    [Theory]
    [MemberData(nameof(ReplyNames))]
    public void An_answer_is_understood(string fixture) => MessageAssert.Parses(fixture, Replies[fixture]);

    // The dump request is put together by RouteClient: strict checking wants the link as an attribute. See RouteClientTests.
    [Fact]
    public void Every_captured_neighbour_message_has_a_test()
        => Assert.Empty(new[] { "request-neigh-", "request-fdb-", "reply-neigh-", "reply-fdb" }.SelectMany(p => Fixture.Names(p))
            .Except(Requests.Keys).Except(Replies.Keys).Except(["request-neigh-dump"]));

    [Fact]
    public void Only_entries_of_family_bridge_belong_to_a_forwarding_database()
    {
        Assert.True(NeighborMessage.Parse(Fixture.Payload("reply-fdb")).IsForwarding);
        Assert.False(NeighborMessage.Parse(Fixture.Payload("reply-neigh-ipv4")).IsForwarding);
    }

    [Fact]
    public void A_vlan_is_written_and_read()
    {
        var writer = new NetlinkWriter();
        new NeighborMessage { Family = 7, Vlan = 42 }.Write(writer);

        ByteAssert.Equal([6, 0, 5, 0, 42, 0, 0, 0], writer.Written[12..]);
        Assert.Equal((ushort)42, NeighborMessage.Parse(writer.Written).Vlan);
    }

    [Fact]
    public void A_message_shorter_than_its_header_is_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => NeighborMessage.Parse(new byte[11]));
}
