using System.Net;
using NetNs.Conntrack;
using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Conntrack;

public sealed class ConntrackMessageTests
{
    private static readonly ConntrackTuple Original = new()
    {
        Source = IPAddress.Parse("10.88.0.1"),
        Destination = IPAddress.Parse("10.88.0.1"),
        Protocol = 17,
        SourcePort = 40000,
        DestinationPort = 5353,
    };

    private static readonly ConntrackTuple Reply = new()
    {
        Source = IPAddress.Parse("10.88.0.2"),
        Destination = IPAddress.Parse("10.88.0.1"),
        Protocol = 17,
        SourcePort = 53,
        DestinationPort = 40000,
    };

    [Fact]
    public void A_tracked_connection_is_understood()
    {
        ConntrackMessage message = ConntrackMessage.Parse(Fixture.Payload("reply-conntrack-udp"));

        Assert.Equal(Original, message.Original);
        Assert.Equal(Reply, message.Reply);
        Assert.Equal(2, message.Family);
        Assert.NotNull(message.Id);
        Assert.Equal(0x20u, message.Status & 0x20u); // IPS_DST_NAT
    }

    [Fact]
    public void A_connection_to_forget_is_written_as_the_conntrack_tool_writes_it()
    {
        byte[] captured = Fixture.Load("request-conntrack-delete-udp");
        var writer = new NetlinkWriter();
        using (writer.Message(ConntrackMessageType.Of(ConntrackMessageType.Delete), MessageFlags.Ack))
            new ConntrackMessage { Family = 2, Original = Original, Reply = Reply }.Write(writer);

        // The tool goes on with status, timeout and mark, which the kernel does not look at here.
        const int header = MessageHeader.Size, bodies = 4 + 52 + 52;
        ByteAssert.Equal(captured.AsSpan(4, 4), writer.Written.Slice(4, 4));
        ByteAssert.Equal(captured.AsSpan(header, bodies), writer.Written.Slice(header, bodies));
        Assert.Equal(header + bodies, writer.Written.Length);
    }

    [Fact]
    public void IPv6_addresses_and_a_zone_survive_both_ways()
    {
        var sent = new ConntrackMessage
        {
            Family = 10,
            Original = Original with { Source = IPAddress.Parse("fd00::1"), Destination = IPAddress.Parse("fd00::2") },
            Status = 8,
            Id = 7,
            Zone = 5,
        };
        var writer = new NetlinkWriter();
        sent.Write(writer);

        Assert.Equal(sent, ConntrackMessage.Parse(writer.Written));
    }

    [Fact]
    public void A_message_shorter_than_its_header_is_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => ConntrackMessage.Parse(new byte[3]));
}
