using NetNs.Netlink;

namespace NetNs.Tests.Netlink;

public sealed class MessageReaderTests
{
    [Fact]
    public void Messages_of_a_datagram_come_in_order_without_their_padding()
    {
        var reader = new MessageReader(
        [
            17, 0, 0, 0, 16, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0, 42, 0, 0, 0,
            16, 0, 0, 0, 3, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0,
        ]);

        Assert.True(reader.MoveNext());
        Assert.Equal((17u, 16, MessageFlags.Multi, 1u, 9u), (reader.Header.Length, reader.Header.Type, reader.Header.Flags, reader.Header.Sequence, reader.Header.PortId));
        Assert.Equal([42], reader.Payload.ToArray());
        Assert.True(reader.MoveNext());
        Assert.Equal(NetlinkConstants.NLMSG_DONE, reader.Header.Type);
        Assert.True(reader.Payload.IsEmpty);
        Assert.False(reader.MoveNext());
    }

    [Fact]
    public void An_empty_datagram_has_no_message() => Assert.Equal(0, Count([]));

    [Fact]
    public void The_last_message_may_lack_its_padding()
        => Assert.Equal(1, Count([17, 0, 0, 0, 16, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0, 42]));

    [Theory]
    [InlineData(new byte[] { 16, 0, 0, 0 })]
    [InlineData(new byte[] { 15, 0, 0, 0, 16, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0 })]
    [InlineData(new byte[] { 17, 0, 0, 0, 16, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 16, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0 })]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 16, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0 })]
    public void A_length_that_lies_throws(byte[] datagram) => Assert.Throws<NetlinkFormatException>(() => Count(datagram));

    [Fact]
    public void A_header_cut_short_behind_a_message_throws()
        => Assert.Throws<NetlinkFormatException>(() => Count([16, 0, 0, 0, 16, 0, 2, 0, 1, 0, 0, 0, 9, 0, 0, 0, 1, 2, 3, 4]));

    private static int Count(byte[] datagram)
    {
        int count = 0;
        var reader = new MessageReader(datagram);
        while (reader.MoveNext())
            count++;
        return count;
    }
}
