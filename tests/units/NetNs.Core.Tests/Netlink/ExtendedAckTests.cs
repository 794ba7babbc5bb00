using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Netlink;

public sealed class ExtendedAckTests
{
    [Fact]
    public void An_acknowledgement_is_errno_0() => Assert.Equal(new ExtendedAck(0, null, null), Parse(Fixture.Load("reply-ack")));

    [Fact]
    public void A_refusal_without_attributes_is_its_errno() => Assert.Equal(new ExtendedAck(Errno.EEXIST, null, null), Parse(Fixture.Load("reply-error")));

    [Fact]
    public void The_kernels_sentence_stands_behind_the_echoed_request()
        => Assert.Equal(new ExtendedAck(Errno.ENETUNREACH, "Nexthop has invalid gateway", null), Parse(Fixture.Load("reply-error-gateway")));

    [Fact]
    public void The_offset_of_the_attribute_at_fault_counts_from_the_message_header()
    {
        byte[] message = Fixture.Load("reply-error-offset");

        ExtendedAck ack = Parse(message);

        Assert.Equal(new ExtendedAck(Errno.EINVAL, "MTU must be between 68 and 65535", 32), ack);
        byte[] request = message[(MessageHeader.Size + sizeof(int))..];
        Assert.Equal(4, request[(int)ack.Offset!.Value + 2]); // IFLA_MTU
    }

    [Fact]
    public void The_end_of_a_dump_is_errno_0() => Assert.Equal(new ExtendedAck(0, null, null), Parse(Fixture.Load("reply-done")));

    [Fact]
    public void A_capped_refusal_has_its_attributes_right_behind_the_echoed_header()
    {
        var header = new MessageHeader { Type = NetlinkConstants.NLMSG_ERROR, Flags = MessageFlags.ExtendedAck | MessageFlags.Capped };
        byte[] payload =
        [
            0xea, 0xff, 0xff, 0xff,
            200, 0, 0, 0, 16, 0, 5, 0, 1, 0, 0, 0, 0, 0, 0, 0,
            7, 0, 1, 0, (byte)'n', (byte)'o', 0, 0,
            8, 0, 2, 0, 40, 0, 0, 0,
        ];

        Assert.Equal(new ExtendedAck(Errno.EINVAL, "no", 40), ExtendedAck.Parse(in header, payload));
    }

    [Fact]
    public void An_end_of_a_dump_may_carry_a_sentence()
    {
        var header = new MessageHeader { Type = NetlinkConstants.NLMSG_DONE, Flags = MessageFlags.ExtendedAck };

        Assert.Equal(new ExtendedAck(Errno.EINVAL, "no", null), ExtendedAck.Parse(in header, [0xea, 0xff, 0xff, 0xff, 7, 0, 1, 0, (byte)'n', (byte)'o', 0, 0]));
    }

    [Fact]
    public void An_end_of_a_dump_without_errno_is_a_good_end()
    {
        var header = new MessageHeader { Type = NetlinkConstants.NLMSG_DONE };

        Assert.Equal(0, ExtendedAck.Parse(in header, []).Errno);
    }

    [Fact]
    public void A_refusal_too_short_for_its_errno_is_a_format_error()
    {
        var header = new MessageHeader { Type = NetlinkConstants.NLMSG_ERROR };

        Assert.Throws<NetlinkFormatException>(() => ExtendedAck.Parse(in header, [1, 0]));
    }

    // However the attributes are cut or bent, the errno comes through.
    [Fact]
    public void Malformed_attributes_never_hide_the_errno()
    {
        byte[] message = Fixture.Load("reply-error-offset");
        MessageHeader header = MessageHeader.Read(message);
        for (int length = MessageHeader.Size + sizeof(int); length <= message.Length; length++)
            Assert.Equal(Errno.EINVAL, ExtendedAck.Parse(in header, message.AsSpan(MessageHeader.Size, length - MessageHeader.Size)).Errno);
        for (int at = MessageHeader.Size + sizeof(int); at < message.Length; at++)
        {
            byte[] bent = [.. message];
            bent[at] = 0xff;
            Assert.Equal(Errno.EINVAL, ExtendedAck.Parse(in header, bent.AsSpan(MessageHeader.Size)).Errno);
        }
    }

    private static ExtendedAck Parse(byte[] message)
    {
        MessageHeader header = MessageHeader.Read(message);
        return ExtendedAck.Parse(in header, message.AsSpan(MessageHeader.Size));
    }
}
