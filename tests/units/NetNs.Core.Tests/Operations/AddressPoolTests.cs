using System.Net;
using NetNs.Operations;

namespace NetNs.Tests.Operations;

public sealed class AddressPoolTests
{
    [Theory]
    [InlineData("10.0.0.1/30", "10.0.0.1 10.0.0.2")]
    [InlineData("10.0.0.1/31", "10.0.0.0 10.0.0.1")]
    [InlineData("10.0.255.250/29", "10.0.255.249 10.0.255.250 10.0.255.251 10.0.255.252 10.0.255.253 10.0.255.254")]
    [InlineData("fd00::1/126", "fd00::1 fd00::2 fd00::3")]
    [InlineData("fd00::1/127", "fd00:: fd00::1")]
    public void A_subnet_gives_each_host_address_once_and_no_other(string gateway, string expected)
        => Assert.Equal(expected, string.Join(' ', All(gateway)));

    [Fact]
    public void A_large_subnet_is_not_counted_through_beforehand()
        => Assert.Equal("fd00::1", Pool("fd00::ffff/64").Take(_ => false)!.Address.ToString());

    [Fact]
    public void Addresses_in_use_are_left_out()
    {
        AddressPool pool = Pool("10.0.0.1/24");
        HashSet<IPAddress> used = [.. new[] { "10.0.0.1", "10.0.0.2", "10.0.0.4" }.Select(IPAddress.Parse)];

        Assert.Equal("10.0.0.3/24", pool.Take(used.Contains)!.ToString());
        Assert.Equal("10.0.0.5/24", pool.Take(used.Contains)!.ToString());
    }

    [Fact]
    public void Counting_goes_over_the_ends_of_bytes()
    {
        AddressPool pool = Pool("10.0.0.1/16");
        for (int i = 0; i < 255; i++)
            pool.Take(_ => false);

        Assert.Equal("10.0.1.0/16", pool.Take(_ => false)!.ToString());
    }

    private static AddressPool Pool(string gateway) => new(new InterfaceAddress(IPAddress.Parse(gateway.Split('/')[0]), int.Parse(gateway.Split('/')[1], null)));

    private static IEnumerable<IPAddress> All(string gateway)
    {
        AddressPool pool = Pool(gateway);
        while (pool.Take(_ => false) is { } address)
            yield return address.Address;
    }
}
