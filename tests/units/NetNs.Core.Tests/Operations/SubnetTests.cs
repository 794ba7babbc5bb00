using System.Net;
using NetNs.Operations;

namespace NetNs.Tests.Operations;

public sealed class SubnetTests
{
    [Theory]
    [InlineData("10.0.0.0/8", "10.0.0.0/8")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0")]
    [InlineData("10.1.2.3", "10.1.2.3/32")]
    [InlineData("10.1.2.2/31", "10.1.2.2/31")]
    [InlineData("::/0", "::/0")]
    [InlineData("FD00::/64", "fd00::/64")]
    [InlineData("fd00::1", "fd00::1/128")]
    public void A_network_is_read(string text, string expected) => Assert.Equal(expected, Subnet.Parse(text).ToString());

    [Theory]
    [InlineData("10.1.2.3/8", "10.0.0.0/8")]
    [InlineData("10.0.0.1/31", "10.0.0.0/31")]
    [InlineData("172.18.255.255/17", "172.18.128.0/17")]
    [InlineData("fd00::1/64", "fd00::/64")]
    [InlineData("fd00::ff/121", "fd00::80/121")]
    public void Set_bits_behind_the_prefix_are_an_error_that_names_the_network(string text, string meant)
    {
        NetNsException e = Assert.Throws<NetNsException>(() => Subnet.Parse(text));

        Assert.Equal(NetNsError.SubnetInvalid, e.Error);
        Assert.Contains(meant, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/x")]
    [InlineData("10.0.0/24")]
    [InlineData("300.0.0.0/8")]
    [InlineData("fd00::/129")]
    [InlineData("fe80::%eth0/64")]
    [InlineData("default")]
    public void Anything_else_is_refused_and_shown(string text)
    {
        NetNsException e = Assert.Throws<NetNsException>(() => Subnet.Parse(text));

        Assert.Equal(NetNsError.SubnetInvalid, e.Error);
        Assert.Contains($"'{text}'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.0/8", "10.255.255.255")]
    [InlineData("10.0.0.0/25", "10.0.0.127")]
    [InlineData("10.0.0.7/32", "10.0.0.7")]
    [InlineData("0.0.0.0/0", "255.255.255.255")]
    [InlineData("fd00::/126", "fd00::3")]
    public void The_last_address_has_all_host_bits_set(string network, string last)
        => Assert.Equal(IPAddress.Parse(last), Subnet.Last(Subnet.Parse(network)));

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", true)]
    [InlineData("10.0.0.0/9", "10.128.0.0/9", false)]
    [InlineData("0.0.0.0/0", "fd00::/8", false)]
    public void Networks_overlap_where_one_is_inside_the_other(string one, string other, bool expected)
        => Assert.Equal(expected, Subnet.Overlap(Subnet.Parse(one), Subnet.Parse(other)));
}
