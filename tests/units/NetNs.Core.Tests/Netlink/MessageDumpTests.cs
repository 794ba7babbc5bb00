using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Netlink;

public sealed class MessageDumpTests
{
    [Fact]
    public void A_request_is_told_header_by_header_and_attribute_by_attribute()
    {
        var writer = new NetlinkWriter();
        using (writer.Message(16, MessageFlags.Create | MessageFlags.Exclusive | MessageFlags.Ack))
        {
            writer.Reserve(16);
            writer.Put(3, "va");
            using (writer.Nest(18))
                writer.Put(1, "veth");
        }

        writer.Seal(0, 7);

        Assert.Equal(
            """
                0  38 00 00 00  8...  length 56
                4  10 00 05 06  ....  RTM_NEWLINK, REQUEST|ACK|EXCL|CREATE
                8  07 00 00 00  ....  sequence 7
               12  00 00 00 00  ....  port id 0
               16  00 00 00 00  ....  header
               20  00 00 00 00  ....
               24  00 00 00 00  ....
               28  00 00 00 00  ....
               32  07 00 03 00  ....  attribute 3, 7 bytes
               36  76 61 00     va.
               40  10 00 12 80  ....  attribute 18, 16 bytes, nested
               44  09 00 01 00  ....    attribute 1, 9 bytes
               48  76 65 74 68  veth
               52  00           .

            """.ReplaceLineEndings("\n"),
            MessageDump.Format(NetlinkFamily.Route, writer.Written));
    }

    [Fact]
    public void A_refusal_shows_errno_request_and_extended_acknowledgement()
    {
        string text = MessageDump.Format(NetlinkFamily.Route, Fixture.Load("reply-error-gateway"));

        Assert.Contains("NLMSG_ERROR, ACK_TLVS\n", text, StringComparison.Ordinal);
        Assert.Contains("   16  9b ff ff ff  ....  errno 101: Network is unreachable\n", text, StringComparison.Ordinal);
        Assert.Contains("   20  24 00 00 00  $...  request\n", text, StringComparison.Ordinal);
        Assert.Contains("   56  20 00 01 00   ...  attribute 1, 32 bytes\n   60  4e 65 78 74  Next\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_acknowledgement_says_that_there_is_no_error()
        => Assert.Contains("   16  00 00 00 00  ....  no error\n", MessageDump.Format(NetlinkFamily.Route, Fixture.Load("reply-ack")), StringComparison.Ordinal);

    [Theory]
    [InlineData("request-link-dump", "RTM_GETLINK, REQUEST|DUMP\n")]
    [InlineData("request-link-del", "RTM_DELLINK, REQUEST|ACK\n")]
    [InlineData("request-bridge-link-set", "RTM_SETLINK, REQUEST|ACK\n")]
    [InlineData("request-fdb-add-vxlan", "RTM_NEWNEIGH, REQUEST|ACK|CREATE|APPEND\n")]
    [InlineData("reply-route-default", "RTM_NEWROUTE, MULTI|DUMP_FILTERED\n")]
    [InlineData("reply-nsid", "RTM_NEWNSID\n")]
    [InlineData("reply-done", "NLMSG_DONE, MULTI\n")]
    public void Types_and_flags_have_the_kernels_words(string fixture, string words)
        => Assert.Contains(words, MessageDump.Format(NetlinkFamily.Route, Fixture.Load(fixture)), StringComparison.Ordinal);

    [Fact]
    public void Attributes_start_behind_the_header_of_their_family()
    {
        Assert.Contains("   24  08 00 02 00  ....  attribute 2, 8 bytes\n", MessageDump.Format(NetlinkFamily.Route, Fixture.Load("request-addr-add-ipv4")), StringComparison.Ordinal);
        Assert.Contains("   28  08 00 05 00  ....  attribute 5, 8 bytes\n", MessageDump.Format(NetlinkFamily.Route, Fixture.Load("request-route-add-default")), StringComparison.Ordinal);
        Assert.Contains("   28  08 00 01 00  ....  attribute 1, 8 bytes\n", MessageDump.Format(NetlinkFamily.Route, Fixture.Load("request-neigh-del")), StringComparison.Ordinal);
        Assert.Contains("   20  08 00 03 00  ....  attribute 3, 8 bytes\n", MessageDump.Format(NetlinkFamily.Route, Fixture.Load("request-nsid-get")), StringComparison.Ordinal);
    }

    [Fact]
    public void Netfilter_messages_have_a_subsystem_and_a_header_of_four_bytes()
    {
        var writer = new NetlinkWriter();
        using (writer.Message(0x0a00, MessageFlags.Create))
        {
            writer.Reserve(4)[0] = 1;
            writer.Put(1, "nat");
        }

        string text = MessageDump.Format(NetlinkFamily.Netfilter, writer.Written);

        Assert.Contains("subsystem 10, message 0, REQUEST|0x400\n", text, StringComparison.Ordinal);
        Assert.Contains("   20  08 00 01 00  ....  attribute 1, 8 bytes\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_messages_of_a_datagram_follow_each_other_with_running_offsets()
    {
        byte[] one = Fixture.Load("request-link-del");

        string text = MessageDump.Format(NetlinkFamily.Route, [.. one, .. one]);

        Assert.Equal(2, text.Split('\n').Count(l => l.EndsWith("length 32", StringComparison.Ordinal)));
        Assert.Contains("   36  11 00 05 00  ....  RTM_DELLINK", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_that_lies_is_told_and_the_rest_follows_as_bytes()
    {
        byte[] message = Fixture.Load("request-link-get");
        message[0] = 200;
        message[32] = 99;

        string text = MessageDump.Format(NetlinkFamily.Route, message);

        Assert.Contains("length 200, but 48 bytes are there\n", text, StringComparison.Ordinal);
        Assert.Contains("   32  63 00 1d 00  c...\n", text, StringComparison.Ordinal);
        Assert.Equal(12, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Bytes_too_few_for_a_message_are_shown() => Assert.Equal("    0  01 02        ..\n", MessageDump.Format(NetlinkFamily.Route, [1, 2]));

    [Fact]
    public void Nests_without_end_do_not_go_on_without_end()
    {
        var writer = new NetlinkWriter(65536);
        using (writer.Message(16, MessageFlags.None))
        {
            writer.Reserve(16);
            Nest(writer, 5000);
        }

        string text = MessageDump.Format(NetlinkFamily.Route, writer.Written);

        Assert.Equal(8, text.Split('\n').Count(l => l.EndsWith("nested", StringComparison.Ordinal)));

        static void Nest(NetlinkWriter writer, int levels)
        {
            var open = new Stack<NetlinkWriter.Scope>();
            for (int i = 0; i < levels; i++)
                open.Push(writer.Nest(1));
            while (open.TryPop(out NetlinkWriter.Scope scope))
                scope.Dispose();
        }
    }
}
