using System.Net;
using NetNs.NfTables;

namespace NetNs.Tests.NfTables;

public sealed class AddressIntervalTests
{
    [Theory]
    [InlineData("0.0.0.0/0", "0.0.0.0", "255.255.255.255")]
    [InlineData("10.88.0.0/16", "10.88.0.0", "10.88.255.255")]
    [InlineData("172.16.0.0/12", "172.16.0.0", "172.31.255.255")]
    [InlineData("10.0.0.1/32", "10.0.0.1", "10.0.0.1")]
    [InlineData("::/0", "::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("2001:db8::/33", "2001:db8::", "2001:db8:7fff:ffff:ffff:ffff:ffff:ffff")]
    public void A_prefix_runs_from_its_first_address_to_its_last(string prefix, string first, string last)
    {
        AddressInterval interval = AddressInterval.Of(IPNetwork.Parse(prefix));

        Assert.Equal((first, last), (new IPAddress(interval.First).ToString(), new IPAddress(interval.Last).ToString()));
        Assert.Equal(prefix, interval.ToPrefix().ToString());
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2")]
    [InlineData("10.0.0.0", "10.0.0.2")]
    [InlineData("10.0.0.0", "10.2.255.255")]
    public void A_run_of_addresses_that_is_no_prefix_has_none(string first, string last)
        => Assert.Null(new AddressInterval(IPAddress.Parse(first).GetAddressBytes(), IPAddress.Parse(last).GetAddressBytes()).ToPrefix());
}
