using System.Net;
using NetNs.Netlink;

namespace NetNs.Tests.Netlink;

public sealed class AttributeReaderTests
{
    [Fact]
    public void Attributes_come_in_order_without_their_padding()
    {
        var seen = new List<(ushort, byte[])>();
        foreach (NetlinkAttribute attribute in new AttributeReader([5, 0, 1, 0, 7, 0, 0, 0, 4, 0, 2, 0, 6, 0, 3, 0, 8, 9, 0, 0]))
            seen.Add((attribute.Type, attribute.Value.ToArray()));

        Assert.Equal([1, 2, 3], seen.Select(s => s.Item1));
        Assert.Equal([[7], [], [8, 9]], seen.Select(s => s.Item2));
    }

    [Fact]
    public void The_last_attribute_may_lack_its_padding() => Assert.Equal(1, Count([5, 0, 1, 0, 7]));

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0 })]
    [InlineData(new byte[] { 0, 0, 0 })]
    public void Fewer_bytes_than_a_header_are_padding(byte[] bytes) => Assert.Equal(0, Count(bytes));

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0 })]
    [InlineData(new byte[] { 3, 0, 1, 0 })]
    [InlineData(new byte[] { 9, 0, 1, 0, 1, 2, 3, 4 })]
    [InlineData(new byte[] { 4, 0, 1, 0, 0xff, 0xff, 1, 0 })]
    public void A_length_that_lies_throws(byte[] bytes) => Assert.Throws<NetlinkFormatException>(() => Count(bytes));

    [Fact]
    public void The_type_comes_without_the_nested_and_byte_order_bits()
    {
        foreach (NetlinkAttribute attribute in new AttributeReader([4, 0, 18, 0xc0]))
            Assert.Equal(18, attribute.Type);
    }

    [Fact]
    public void Typed_getters_read_both_byte_orders()
    {
        var attribute = new NetlinkAttribute(1, [1, 2, 3, 4, 5, 6, 7, 8]);

        Assert.Equal(1, attribute.Byte);
        Assert.Equal(0x0201, attribute.UInt16);
        Assert.Equal(0x0102, attribute.UInt16BigEndian);
        Assert.Equal(0x04030201u, attribute.UInt32);
        Assert.Equal(0x01020304u, attribute.UInt32BigEndian);
        Assert.Equal(0x04030201, attribute.Int32);
        Assert.Equal(0x0807060504030201ul, attribute.UInt64);
        Assert.Equal(0x0102030405060708ul, attribute.UInt64BigEndian);
    }

    [Fact]
    public void A_value_too_short_for_its_type_throws()
    {
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, []).Byte);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [1]).UInt16);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [1]).UInt16BigEndian);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [1, 2, 3]).UInt32);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [1, 2, 3]).Int32);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [1, 2, 3]).UInt32BigEndian);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [1, 2, 3, 4]).UInt64);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [1, 2, 3, 4]).UInt64BigEndian);
    }

    [Theory]
    [InlineData(new byte[] { 0x76, 0x61, 0 }, "va")]
    [InlineData(new byte[] { 0x76, 0x61 }, "va")]
    [InlineData(new byte[] { 0x76, 0, 0x61, 0 }, "v")]
    [InlineData(new byte[] { 0xc3, 0xa9, 0 }, "é")]
    [InlineData(new byte[] { }, "")]
    public void Text_ends_at_the_first_nul_or_with_the_value(byte[] value, string text)
        => Assert.Equal(text, new NetlinkAttribute(1, value).String);

    [Fact]
    public void Addresses_have_4_or_16_bytes()
    {
        Assert.Equal(IPAddress.Parse("10.88.0.2"), new NetlinkAttribute(1, [10, 88, 0, 2]).IPAddress);
        Assert.Equal(IPAddress.Parse("fe80::1"), new NetlinkAttribute(1, [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]).IPAddress);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [10, 88, 0]).IPAddress);
        Assert.Throws<NetlinkFormatException>(() => new NetlinkAttribute(1, [10, 88, 0, 2, 0]).IPAddress);
    }

    [Fact]
    public void Nested_attributes_are_read_from_the_value()
    {
        foreach (NetlinkAttribute inner in new NetlinkAttribute(18, [5, 0, 1, 0, 9, 0, 0, 0]).Nested)
            Assert.Equal((1, 9), (inner.Type, inner.Byte));
    }

    private static int Count(byte[] bytes)
    {
        int count = 0;
        foreach (NetlinkAttribute _ in new AttributeReader(bytes))
            count++;
        return count;
    }
}
