using System.Net;
using NetNs.Netlink;
using NetNs.NfTables;

namespace NetNs.Tests.NfTables;

public sealed class ConcatKeyTests
{
    [Fact]
    public void Every_part_is_padded_to_four_bytes()
        => Assert.Equal("06-00-00-00-1F-90-00-00", BitConverter.ToString(new ConcatKey().Protocol(6).Port(8080).ToArray()));

    [Fact]
    public void A_key_is_read_as_it_was_packed()
    {
        byte[] key = new ConcatKey()
            .Address(IPAddress.Parse("10.88.0.2")).Address(IPAddress.Parse("fd00::2")).Protocol(132).Port(65535).LinkName("eth0123456789ab").ToArray();

        var reader = new ConcatKeyReader(key);

        Assert.Equal("10.88.0.2", reader.IPv4Address().ToString());
        Assert.Equal("fd00::2", reader.IPv6Address().ToString());
        Assert.Equal((132, 65535), (reader.Protocol(), reader.Port()));
        Assert.Equal("eth0123456789ab", reader.LinkName());
    }

    [Fact]
    public void A_key_that_ends_early_is_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => new ConcatKeyReader([6, 0, 0]).Protocol());

    [Fact]
    public void A_name_too_long_for_a_link_is_refused()
        => Assert.Throws<ArgumentException>(() => new ConcatKey().LinkName("eth0123456789abc"));

    [Fact]
    public void A_key_holds_64_bytes()
    {
        ConcatKey full = new ConcatKey().Address(IPAddress.IPv6Any).Address(IPAddress.IPv6Any).Address(IPAddress.IPv6Any).Address(IPAddress.IPv6Any);

        Assert.Equal(64, full.ToArray().Length);
        Assert.Throws<InvalidOperationException>(() => full.Address(IPAddress.Any));
        Assert.Throws<InvalidOperationException>(() => full.Port(80));
    }
}
