using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

public sealed class NamespaceIdMessageTests
{
    private static readonly Dictionary<string, NamespaceIdMessage> Requests = new()
    {
        ["request-nsid-get"] = new() { Descriptor = 6 },
        ["request-nsid-set"] = new() { Descriptor = 6, Id = 7 },
    };

    public static TheoryData<string> RequestNames => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void A_captured_request_is_understood(string fixture) => MessageAssert.Parses(fixture, Requests[fixture]);

    [Theory]
    [MemberData(nameof(RequestNames))]
    public void The_same_request_is_written_as_ip_writes_it(string fixture) => MessageAssert.Writes(fixture, Requests[fixture].Write);

    [Fact]
    public void An_answer_is_understood() => MessageAssert.Parses("reply-nsid", new NamespaceIdMessage { Id = 7 });

    [Fact]
    public void No_id_assigned_yet_is_minus_one()
        => Assert.Equal(NamespaceIdMessage.NotAssigned, NamespaceIdMessage.Parse([0, 0, 0, 0, 8, 0, 1, 0, 0xff, 0xff, 0xff, 0xff]).Id);

    [Fact]
    public void A_process_is_written_and_read()
    {
        var writer = new NetlinkWriter();
        new NamespaceIdMessage { Process = 1234 }.Write(writer);

        ByteAssert.Equal([0, 0, 0, 0, 8, 0, 2, 0, 0xd2, 4, 0, 0], writer.Written);
        Assert.Equal(1234u, NamespaceIdMessage.Parse(writer.Written).Process);
    }

    [Fact]
    public void A_message_shorter_than_its_header_is_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => NamespaceIdMessage.Parse(new byte[3]));
}
