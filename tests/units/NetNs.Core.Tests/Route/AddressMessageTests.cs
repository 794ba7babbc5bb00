using System.Net;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

public sealed class AddressMessageTests
{
    private static readonly IPAddress V4 = IPAddress.Parse("10.88.0.2");

    private static readonly Dictionary<string, AddressMessage> Requests = new()
    {
        ["request-addr-add-ipv4"] = new() { Family = 2, PrefixLength = 24, Index = 3, Local = V4, Address = V4 },
        ["request-addr-del-ipv4"] = new() { Family = 2, PrefixLength = 24, Index = 3, Local = V4, Address = V4 },
        ["request-addr-add-ipv4-broadcast-label"] = new()
        {
            Family = 2,
            PrefixLength = 24,
            Index = 3,
            Local = V4,
            Address = V4,
            Broadcast = IPAddress.Parse("10.88.0.255"),
            Label = "va:1",
        },
        ["request-addr-add-ipv4-peer"] = new() { Family = 2, PrefixLength = 32, Index = 3, Local = IPAddress.Parse("10.88.0.1"), Address = V4 },
        ["request-addr-add-ipv6-nodad"] = new()
        {
            Family = 10,
            PrefixLength = 64,
            Index = 3,
            Flags = AddressFlags.NoDad,
            Local = IPAddress.Parse("2001:db8::2"),
            Address = IPAddress.Parse("2001:db8::2"),
        },
        ["request-addr-add-ipv6-lifetimes"] = new()
        {
            Family = 10,
            PrefixLength = 64,
            Index = 3,
            Flags = AddressFlags.NoPrefixRoute,
            Local = IPAddress.Parse("2001:db8::3"),
            Address = IPAddress.Parse("2001:db8::3"),
            CacheInfo = new AddressCacheInfo { Preferred = 1800, Valid = 3600 },
        },
        ["request-addr-dump"] = new(),
    };

    private static readonly Dictionary<string, AddressMessage> Replies = new()
    {
        ["reply-addr-ipv4"] = new()
        {
            Family = 2,
            PrefixLength = 24,
            Index = 3,
            Flags = AddressFlags.Permanent,
            Local = V4,
            Address = V4,
            Label = "va",
        },
        ["reply-addr-ipv4-peer"] = new()
        {
            Family = 2,
            PrefixLength = 32,
            Index = 3,
            Flags = AddressFlags.Permanent,
            Local = IPAddress.Parse("10.88.0.1"),
            Address = V4,
            Label = "va",
        },
        // The header has room for eight flags; IFA_FLAGS has them all.
        ["reply-addr-ipv6"] = new()
        {
            Family = 10,
            PrefixLength = 64,
            Index = 3,
            Flags = AddressFlags.NoDad | AddressFlags.NoPrefixRoute,
            Address = IPAddress.Parse("2001:db8::3"),
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

    // The stamps in the lifetimes are the capture's own.
    [Theory]
    [MemberData(nameof(ReplyNames))]
    public void An_answer_is_understood(string fixture)
    {
        AddressMessage message = AddressMessage.Parse(Fixture.Payload(fixture));

        Assert.Equal(ValueText.Of(Replies[fixture]), ValueText.Of(message with { CacheInfo = null }));
        Assert.True(message.CacheInfo is { Created: > 0, Updated: > 0 });
    }

    [Theory]
    [InlineData("reply-addr-ipv4", AddressCacheInfo.Forever, AddressCacheInfo.Forever)]
    [InlineData("reply-addr-ipv6", 1800u, 3600u)]
    public void Lifetimes_are_in_seconds_and_for_ever_is_all_ones(string fixture, uint preferred, uint valid)
    {
        AddressCacheInfo? cacheInfo = AddressMessage.Parse(Fixture.Payload(fixture)).CacheInfo;

        Assert.Equal((preferred, valid), (cacheInfo!.Value.Preferred, cacheInfo.Value.Valid));
    }

    [Fact]
    public void Every_captured_address_message_has_a_test()
        => Assert.Empty(Fixture.Names("request-addr-").Concat(Fixture.Names("reply-addr-")).Except(Requests.Keys).Except(Replies.Keys));

    [Fact]
    public void A_target_namespace_is_written_and_read()
    {
        var writer = new NetlinkWriter();
        new AddressMessage { TargetNamespaceId = 7 }.Write(writer);

        ByteAssert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 10, 0, 7, 0, 0, 0], writer.Written);
        Assert.Equal(7, AddressMessage.Parse(writer.Written).TargetNamespaceId);
    }

    [Fact]
    public void A_message_shorter_than_its_header_is_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => AddressMessage.Parse(new byte[7]));

    [Fact]
    public void Lifetimes_cut_short_are_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => AddressMessage.Parse([2, 24, 0, 0, 3, 0, 0, 0, 8, 0, 6, 0, 1, 0, 0, 0]));
}
