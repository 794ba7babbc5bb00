using System.Net;
using NetNs.Netlink;
using NetNs.Tests.Support;

namespace NetNs.Tests.Netlink;

public sealed class NetlinkWriterTests
{
    private readonly NetlinkWriter _writer = new(capacity: 16);

    [Fact]
    public void A_message_gets_its_length_when_its_scope_closes()
    {
        using (_writer.Message(16, MessageFlags.Create))
            _writer.Put(3, "va");

        ByteAssert.Equal(
            [
                24, 0, 0, 0, 16, 0, 0x01, 0x04, 0, 0, 0, 0, 0, 0, 0, 0,
                7, 0, 3, 0, (byte)'v', (byte)'a', 0, 0,
            ],
            _writer.Written);
    }

    [Fact]
    public void A_nested_attribute_gets_its_length_and_the_nested_bit()
    {
        using (_writer.Nest(18))
        {
            using (_writer.NestUnmarked(2))
                _writer.Put(1, (byte)7);
            _writer.PutFlag(9);
        }

        ByteAssert.Equal([20, 0, 18, 0x80, 12, 0, 2, 0, 5, 0, 1, 0, 7, 0, 0, 0, 4, 0, 9, 0], _writer.Written);
    }

    [Fact]
    public void Integers_are_in_the_machines_order_unless_big_endian_is_asked()
    {
        _writer.Put(1, (ushort)0x0102);
        _writer.Put(2, 0x01020304u);
        _writer.Put(3, -2);
        _writer.Put(4, 0x0102030405060708ul);
        _writer.PutBigEndian(5, (ushort)0x0102);
        _writer.PutBigEndian(6, 0x01020304u);
        _writer.PutBigEndian(7, 0x0102030405060708ul);

        ByteAssert.Equal(
            [
                6, 0, 1, 0, 2, 1, 0, 0,
                8, 0, 2, 0, 4, 3, 2, 1,
                8, 0, 3, 0, 0xfe, 0xff, 0xff, 0xff,
                12, 0, 4, 0, 8, 7, 6, 5, 4, 3, 2, 1,
                6, 0, 5, 0, 1, 2, 0, 0,
                8, 0, 6, 0, 1, 2, 3, 4,
                12, 0, 7, 0, 1, 2, 3, 4, 5, 6, 7, 8,
            ],
            _writer.Written);
    }

    [Fact]
    public void Addresses_are_4_or_16_bytes_in_network_order()
    {
        _writer.Put(1, IPAddress.Parse("10.88.0.2"));
        _writer.Put(2, IPAddress.Parse("fe80::1"));

        ByteAssert.Equal(
            [8, 0, 1, 0, 10, 88, 0, 2, 20, 0, 2, 0, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1],
            _writer.Written);
    }

    [Fact]
    public void Text_is_utf8_with_one_nul()
    {
        _writer.Put(1, "é");

        ByteAssert.Equal([7, 0, 1, 0, 0xc3, 0xa9, 0, 0], _writer.Written);
    }

    [Fact]
    public void A_fixed_header_is_padded_to_four_bytes_with_zeroes()
    {
        _writer.Reserve(3).Fill(0xff);
        _writer.PutFlag(1);

        ByteAssert.Equal([0xff, 0xff, 0xff, 0, 4, 0, 1, 0], _writer.Written);
    }

    [Fact]
    public void Padding_is_zero_also_in_a_buffer_used_before()
    {
        _writer.Put(1, [0xff, 0xff, 0xff, 0xff]);
        _writer.Clear();
        _writer.Put(1, (byte)1);

        ByteAssert.Equal([5, 0, 1, 0, 1, 0, 0, 0], _writer.Written);
    }

    [Fact]
    public void Sealing_numbers_one_message_of_several_and_adds_flags()
    {
        using (_writer.Message(16, MessageFlags.None))
            _writer.PutFlag(1);
        using (_writer.Message(20, MessageFlags.None))
            _writer.PutFlag(2);

        _writer.Seal(1, 0x0a0b0c0d, MessageFlags.Ack);

        ByteAssert.Equal(
            [
                20, 0, 0, 0, 16, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0,
                20, 0, 0, 0, 20, 0, 5, 0, 0x0d, 0x0c, 0x0b, 0x0a, 0, 0, 0, 0, 4, 0, 2, 0,
            ],
            _writer.Written);
        Assert.Equal(2, _writer.MessageCount);
    }

    [Fact]
    public void An_open_scope_cannot_be_sent()
    {
        _ = _writer.Message(16, MessageFlags.None);

        Assert.Throws<InvalidOperationException>(() => _writer.Written.Length);
    }

    [Fact]
    public void An_attribute_too_long_for_its_length_field_is_refused()
    {
        _writer.Put(1, new byte[65531]);

        Assert.Throws<ArgumentOutOfRangeException>(() => _writer.Put(1, new byte[65532]));
    }

    [Fact]
    public void A_nested_attribute_that_outgrows_its_length_field_is_refused()
    {
        NetlinkWriter.Scope nest = _writer.Nest(1);
        _writer.Put(1, new byte[40000]);
        _writer.Put(2, new byte[40000]);

        Assert.Throws<InvalidOperationException>(nest.Dispose);
    }
}
