using System.Net;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Tests.Operations;

public sealed class AddressLedgerTests
{
    [Fact]
    public void The_bridges_own_address_is_never_given_out()
        => Assert.Equal("10.0.0.2/24", string.Join(' ', Ledger("10.0.0.1/24").TakeNext(out _)!));

    [Fact]
    public void Each_subnet_gives_one_address_also_where_the_bridge_has_two_in_it()
        => Assert.Equal("10.0.0.3/24 fd00::2/64", string.Join(' ', Ledger("10.0.0.1/24", "10.0.0.2/24", "fd00::1/64").TakeNext(out _)!));

    [Fact]
    public void A_single_address_is_no_subnet()
        => Assert.Empty(Ledger("10.0.0.1/32", "fd00::1/128").TakeNext(out _)!);

    [Fact]
    public void An_address_that_was_noted_is_in_use_from_then_on()
    {
        AddressLedger ledger = Ledger("10.0.0.1/24");
        ledger.Note(new AddressMessage { Local = IPAddress.Parse("10.0.0.2"), Address = IPAddress.Parse("10.0.0.2"), PrefixLength = 24 });

        Assert.Equal("10.0.0.3/24", string.Join(' ', ledger.TakeNext(out _)!));
    }

    [Fact]
    public void Both_ends_of_a_point_to_point_link_are_in_use()
    {
        AddressLedger ledger = Ledger("10.0.0.1/24");
        ledger.Note(new AddressMessage { Local = IPAddress.Parse("10.0.0.2"), Address = IPAddress.Parse("10.0.0.3"), PrefixLength = 32 });

        Assert.Equal("10.0.0.4/24", string.Join(' ', ledger.TakeNext(out _)!));
    }

    [Fact]
    public void What_is_in_use_elsewhere_is_not_given_out_but_is_not_on_the_bridge_either()
    {
        AddressLedger ledger = Ledger("10.0.0.1/24");
        ledger.Note(IPAddress.Parse("10.0.0.2"), isOnBridge: false);
        ledger.Note(IPAddress.Parse("10.0.0.3"), isOnBridge: true);
        ledger.Note(IPAddress.Parse("10.0.0.3"), isOnBridge: false);

        Assert.False(ledger.IsOnBridge(IPAddress.Parse("10.0.0.2")));
        Assert.True(ledger.IsOnBridge(IPAddress.Parse("10.0.0.3")));
        Assert.True(ledger.IsOnBridge(IPAddress.Parse("10.0.0.1")));
        Assert.Equal("10.0.0.4/24", string.Join(' ', ledger.TakeNext(out _)!));
    }

    [Fact]
    public void A_subnet_without_a_free_address_is_named()
    {
        AddressLedger ledger = Ledger("10.0.0.1/24", "10.9.0.1/31");

        Assert.Equal("10.0.0.2/24 10.9.0.0/31", string.Join(' ', ledger.TakeNext(out _)!));
        Assert.Null(ledger.TakeNext(out AddressPool? exhausted));
        Assert.Equal("10.9.0.0/31", exhausted!.Gateway.Network.ToString());
    }

    private static AddressLedger Ledger(params string[] bridge) => new(bridge.Select(a => InterfaceAddress.Parse(a)));
}
