using System.Net;
using NetNs.Operations;
using NetNs.Route;
using NetNs.Tests.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Operations;

/// <summary>What is said to the kernel for each kind, also for those that the kernel at hand lacks; the bytes of each kind are tested against fixtures of ip.</summary>
public sealed class VirtualLinkShapeTests
{
    public static TheoryData<string> Kinds => [.. Enum.GetNames<VirtualLinkKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_can_be_built_from_what_it_needs(string name)
    {
        NewLinkOptions options = Needed(Enum.Parse<VirtualLinkKind>(name));

        options.Check();

        // To the kernel a tap is a tun that carries frames.
        string kernelName = options.Kind == VirtualLinkKind.Tap ? "tun" : name.ToLowerInvariant();
        Assert.Equal(kernelName, VirtualLinkShape.Of(options.Kind).Build(options, 3).Name);
    }

    [Fact]
    public void A_vrf_is_asked_for_as_ip_asks_for_it()
        => MessageAssert.Writes("request-link-add-vrf", new LinkMessage { Name = "blue", Kind = VirtualLinkShape.Of(VirtualLinkKind.Vrf).Build(Needed(VirtualLinkKind.Vrf), 0) }.Write);

    [Fact]
    public void A_vlan_is_asked_for_with_its_id_and_the_usual_protocol()
        => Assert.Equal(ValueText.Of(new VlanKind { Id = 7 }), ValueText.Of((VlanKind)VirtualLinkShape.Of(VirtualLinkKind.Vlan).Build(Needed(VirtualLinkKind.Vlan), 3)));

    [Theory]
    [InlineData(null, IpvlanMode.L2)]
    [InlineData("l3s", IpvlanMode.L3S)]
    public void An_ipvlan_has_the_mode_that_was_asked_for(string? asked, object mode)
    {
        NewLinkOptions options = Needed(VirtualLinkKind.Ipvlan) with { Mode = asked };

        Assert.Equal(new IpvlanKind { Mode = (IpvlanMode)mode }, VirtualLinkShape.Of(options.Kind).Build(options, 3));
    }

    [Theory]
    [InlineData(VirtualLinkKind.Dummy, "dummy")]
    [InlineData(VirtualLinkKind.Ipvlan, "ipvlan mode l2")]
    [InlineData(VirtualLinkKind.Vlan, "vlan id 7")]
    [InlineData(VirtualLinkKind.Vrf, "vrf table 100")]
    [InlineData(VirtualLinkKind.Macvtap, "macvtap mode bridge")]
    public void The_ip_command_says_the_same(VirtualLinkKind kind, string words)
        => Assert.Equal(words, VirtualLinkShape.ToCommand(VirtualLinkShape.Of(kind).Build(Needed(kind), 3), "eth0"));

    [Fact]
    public void A_mode_is_a_word_not_a_number()
    {
        NewLinkOptions options = Needed(VirtualLinkKind.Macvlan) with { Mode = "4" };

        Assert.Equal(NetNsError.LinkSettingInvalid, Assert.Throws<NetNsException>(options.Check).Error);
    }

    [Fact]
    public void Both_addresses_of_a_vxlan_are_of_one_family()
    {
        NewLinkOptions options = Needed(VirtualLinkKind.Vxlan) with { Remote = IPAddress.Parse("192.0.2.1"), Local = IPAddress.IPv6Loopback };

        Assert.Equal(NetNsError.ArgumentsInvalid, Assert.Throws<NetNsException>(options.Check).Error);
    }

    private static NewLinkOptions Needed(VirtualLinkKind kind)
    {
        string[] needed = VirtualLinkShape.Of(kind).Needed;
        return new NewLinkOptions
        {
            Name = "x",
            Kind = kind,
            Parent = needed.Contains("Parent") ? new LinkReference("eth0") : null,
            VlanId = needed.Contains("VlanId") ? 7 : null,
            Vni = needed.Contains("Vni") ? 42 : null,
            Table = needed.Contains("Table") ? 100 : null,
        };
    }
}
