using NetNs.Operations;

namespace NetNs.Tests.Operations;

public sealed class RequestedAddressTests
{
    private static readonly InterfaceAddress[] Bridge = [InterfaceAddress.Parse("10.0.0.1/24"), InterfaceAddress.Parse("fd00::1/64")];

    [Theory]
    [InlineData("10.0.0.7/24", "10.0.0.7/24")]
    [InlineData("10.0.0.7/16", "10.0.0.7/16")]
    [InlineData("192.168.0.1/30", "192.168.0.1/30")]
    [InlineData("10.0.0.7", "10.0.0.7/24")]
    [InlineData("fd00::7", "fd00::7/64")]
    [InlineData("10.0.0.7/32", "10.0.0.7/32")]
    public void An_address_has_the_length_that_was_told_or_that_of_the_subnet_it_is_in(string text, string expected)
        => Assert.Equal(expected, RequestedAddress.Parse(text).Complete(Bridge, "br0").ToString());

    [Theory]
    [InlineData("192.168.0.1")]
    [InlineData("fd01::1")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.255")]
    [InlineData("fd00::")]
    public void One_that_belongs_to_no_subnet_or_to_nobody_is_refused(string text)
        => Assert.Equal(NetNsError.AddressInvalid, Assert.Throws<NetNsException>(() => RequestedAddress.Parse(text).Complete(Bridge, "br0")).Error);
}
