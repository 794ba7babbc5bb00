using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Tests.Operations;

public sealed class BridgeSettingsTests
{
    [Fact]
    public void A_bridges_settings_are_told_in_the_words_of_ip()
    {
        var settings = new BridgeSettings { Stp = true, ForwardDelay = TimeSpan.FromSeconds(4), AgeingTime = TimeSpan.Zero, VlanFiltering = false, McastSnooping = true };

        Assert.Equal(" stp_state 1 forward_delay 400 ageing_time 0 vlan_filtering 0 mcast_snooping 1", settings.ToString());
    }

    [Fact]
    public void What_was_not_said_is_not_told() => Assert.Equal("", new BridgeSettings().ToString());

    [Fact]
    public void A_time_that_the_kernel_cannot_count_is_refused()
    {
        var settings = new BridgeSettings { AgeingTime = TimeSpan.FromDays(498) };

        Assert.Equal(NetNsError.LinkSettingInvalid, Assert.Throws<NetNsException>(settings.ToKind).Error);
    }

    [Fact]
    public void Only_what_was_changed_is_changed_back()
    {
        var before = new BridgeKind { StpState = 0, AgeingTime = 30000, ForwardDelay = 1500, MulticastSnooping = true };

        Assert.Equal(new BridgeKind { AgeingTime = 30000 }, new BridgeSettings { AgeingTime = TimeSpan.FromSeconds(1) }.Undo(before));
    }

    [Fact]
    public void A_ports_settings_are_told_in_the_words_of_ip()
    {
        var settings = new BridgePortSettings { Hairpin = true, Isolated = false, Learning = false, Flood = true, Guard = true, Cost = 4, Priority = 32 };

        Assert.Equal(" hairpin on isolated off learning off flood on guard on cost 4 priority 32", settings.ToString());
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(65536, null)]
    [InlineData(null, -1)]
    [InlineData(null, 64)]
    public void Numbers_out_of_range_are_refused(int? cost, int? priority)
        => Assert.Equal(NetNsError.LinkSettingInvalid, Assert.Throws<NetNsException>(new BridgePortSettings { Cost = cost, Priority = priority }.Check).Error);

    [Fact]
    public void A_port_that_is_as_asked_for_differs_in_nothing()
    {
        var port = new BridgePortKind { Hairpin = true, Isolated = false, Cost = 2, Priority = 32 };

        Assert.Null(new BridgePortSettings { Hairpin = true, Cost = 2 }.DifferenceTo(port));
        Assert.Null(new BridgePortSettings().DifferenceTo(port));
        Assert.Equal("its isolation is off, not on", new BridgePortSettings { Hairpin = true, Isolated = true }.DifferenceTo(port));
        Assert.Equal("its cost is 2, not 3", new BridgePortSettings { Cost = 3 }.DifferenceTo(port));
    }
}
