using NetNs.Operations;

namespace NetNs.Tests.Operations;

public sealed class InterfaceAddressTests
{
    [Theory]
    [InlineData("10.0.0.1/24", null, "10.0.0.1/24")]
    [InlineData("10.0.0.1", 24, "10.0.0.1/24")]
    [InlineData("10.0.0.1/24", 24, "10.0.0.1/24")]
    [InlineData("10.0.0.1", null, "10.0.0.1/32")]
    [InlineData("10.0.0.0/31", null, "10.0.0.0/31")]
    [InlineData("10.0.0.1/31", null, "10.0.0.1/31")]
    [InlineData("10.0.0.0/32", null, "10.0.0.0/32")]
    [InlineData("240.0.0.1/8", null, "240.0.0.1/8")]
    [InlineData("fd00::2/64", null, "fd00::2/64")]
    [InlineData("FD00::2", null, "fd00::2/128")]
    [InlineData("fd00::/127", null, "fd00::/127")]
    [InlineData("fd00::/128", null, "fd00::/128")]
    [InlineData("fd00::ffff:ffff:ffff:ffff/64", null, "fd00::ffff:ffff:ffff:ffff/64")]
    public void An_address_that_a_link_can_have_is_read(string text, int? prefixLength, string expected)
        => Assert.Equal(expected, InterfaceAddress.Parse(text, prefixLength).ToString());

    [Theory]
    [InlineData("123.456.0.0/16")]
    [InlineData("10.0.0/24")]
    [InlineData("10.0.0.01/24")]
    [InlineData("0x0a.0.0.1/24")]
    [InlineData("10.0.0.1/33")]
    [InlineData("10.0.0.1/-1")]
    [InlineData("10.0.0.1/+8")]
    [InlineData("10.0.0.1/2 4")]
    [InlineData("10.0.0.1/")]
    [InlineData("10.0.0.1/24/24")]
    [InlineData("10.0.0.1/255.255.255.0")]
    [InlineData("")]
    [InlineData("/24")]
    [InlineData(" 10.0.0.1/24")]
    [InlineData("1\u0660.0.0.1/24")] // a digit, but not of the alphabet of addresses
    [InlineData("10.0.0.0/24")]
    [InlineData("10.0.0.255/24")]
    [InlineData("0.0.0.0/8")]
    [InlineData("255.255.255.255/32")]
    [InlineData("224.0.0.1/4")]
    [InlineData("fd00::1/129")]
    [InlineData("fd00::/64")]
    [InlineData("::/128")]
    [InlineData("ff02::1/128")]
    [InlineData("fe80::1%eth0/64")]
    [InlineData("[fd00::1]/64")]
    [InlineData("[fd00::1]:80/64")]
    [InlineData("fd00:::1/64")]
    [InlineData("localhost/8")]
    public void Anything_else_is_refused_and_shown(string text)
    {
        NetNsException e = Assert.Throws<NetNsException>(() => InterfaceAddress.Parse(text));

        Assert.Equal(NetNsError.AddressInvalid, e.Error);
        Assert.Contains($"'{text}'", e.Message, StringComparison.Ordinal);
        Assert.Equal(text, e.Target);
    }

    [Fact]
    public void Two_lengths_that_differ_are_refused()
        => Assert.Contains("told twice", Assert.Throws<NetNsException>(() => InterfaceAddress.Parse("10.0.0.1/24", 16)).Message, StringComparison.Ordinal);
}
