using System.Net;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

public sealed class PolicyRuleMessageTests
{
    private static readonly IPAddress From = IPAddress.Parse("10.1.0.0");
    private static readonly IPAddress To = IPAddress.Parse("10.2.0.0");
    private static readonly IPAddress From6 = IPAddress.Parse("2001:db8::");

    private static readonly PolicyRuleMessage Marked = new()
    {
        Family = 2,
        Source = From,
        SourceLength = 16,
        Destination = To,
        DestinationLength = 16,
        Priority = 100,
        Mark = 0x10,
        MarkMask = 0xff,
        Table = 1000,
        Action = PolicyRuleAction.Table,
    };

    private static readonly PolicyRuleMessage Ports = new()
    {
        Family = 2,
        Priority = 100,
        Table = 7,
        Action = PolicyRuleAction.Table,
        Flags = PolicyRuleFlags.Invert,
        InputLink = "va",
        OutputLink = "vb",
        TransportProtocol = 6,
        SourcePorts = new PolicyRuleRange(1000, 2000),
        DestinationPorts = new PolicyRuleRange(80, 80),
    };

    private static readonly PolicyRuleMessage Suppressed = new()
    {
        Family = 10,
        Source = From6,
        SourceLength = 64,
        Priority = 100,
        Table = RouteTable.Main,
        Action = PolicyRuleAction.Table,
        SuppressPrefixLength = 0,
    };

    private static readonly Dictionary<string, PolicyRuleMessage> Requests = new()
    {
        ["request-rule-add-table"] = Marked,
        ["request-rule-add-ports"] = Ports,
        ["request-rule-add-ipv6"] = Suppressed,
        ["request-rule-add-goto"] = new() { Family = 2, Priority = 100, Action = PolicyRuleAction.Goto, Goto = 200 },
        ["request-rule-add-prohibit"] = new() { Family = 2, Destination = To, DestinationLength = 16, Priority = 100, Action = PolicyRuleAction.Prohibit },
        ["request-rule-del"] = new() { Family = 2, Source = From, SourceLength = 16, Priority = 100, Table = 7 },
    };

    // The kernel tells who made each: 0 where nobody said, 2 itself.
    private static readonly Dictionary<string, PolicyRuleMessage> Replies = new()
    {
        ["reply-rule-local"] = new() { Family = 2, Table = RouteTable.Local, Action = PolicyRuleAction.Table, Protocol = 2 },
        ["reply-rule-table"] = Marked with { Protocol = 0 },
        // Neither link is there.
        ["reply-rule-ports"] = Ports with { Protocol = 0, Flags = PolicyRuleFlags.Invert | PolicyRuleFlags.InputDetached | PolicyRuleFlags.OutputDetached },
        ["reply-rule-ipv6"] = Suppressed with { Protocol = 0 },
        ["reply-rule-goto"] = new() { Family = 2, Priority = 100, Action = PolicyRuleAction.Goto, Goto = 200, Protocol = 0, Flags = PolicyRuleFlags.Unresolved },
    };

    public static TheoryData<string> RequestNames => [.. Requests.Keys];

    public static TheoryData<string> ReplyNames => [.. Replies.Keys];

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void A_captured_request_is_understood(string fixture) => MessageAssert.Parses(fixture, Requests[fixture]);

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void The_same_request_is_written_as_the_tool_writes_it(string fixture) => MessageAssert.Writes(fixture, Requests[fixture].Write);

    [Theory]
    [MemberData(nameof(ReplyNames))]
    public void An_answer_is_understood(string fixture) => MessageAssert.Parses(fixture, Replies[fixture]);

    [Fact]
    public void Every_captured_rule_has_a_test()
        => Assert.Empty(new[] { "request-rule-", "reply-rule-" }.SelectMany(p => Fixture.Names(p)).Except(Requests.Keys).Except(Replies.Keys));

    [Fact]
    public void The_table_of_a_vrf_and_user_ids_are_written_and_read()
    {
        var writer = new NetlinkWriter();
        var rule = new PolicyRuleMessage { Family = 2, Action = PolicyRuleAction.Table, UsesMasterTable = true, Users = new PolicyRuleRange(1000, 2000) };
        rule.Write(writer);

        Assert.Equal(rule, PolicyRuleMessage.Parse(writer.Written));
    }

    [Fact]
    public void A_message_shorter_than_its_header_is_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => PolicyRuleMessage.Parse(new byte[11]));
}
