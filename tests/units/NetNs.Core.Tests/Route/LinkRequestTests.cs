using System.Net;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

/// <summary>Link requests as ip sends them, both ways: the kinds that this machine's kernel lacks are among them.</summary>
public sealed class LinkRequestTests
{
    private static readonly byte[] Mac01 = [2, 0, 0, 0, 0, 1];
    private static readonly byte[] Mac0B = [2, 0, 0, 0, 0, 0x0b];

    private static readonly Dictionary<string, LinkMessage> Requests = new()
    {
        ["request-link-add-veth"] = new() { Name = "va", Kind = new VethKind { Peer = new LinkMessage { Name = "vb" } } },
        ["request-link-add-veth-into-namespace"] = new()
        {
            Name = "va",
            Mtu = 1400,
            Master = 2,
            Kind = new VethKind { Peer = new LinkMessage { Name = "eth0", Address = Mac0B, Mtu = 1400, NamespaceDescriptor = 4 } },
        },
        ["request-link-add-bridge-options"] = new()
        {
            Name = "br0",
            Address = Mac01,
            Mtu = 1400,
            Kind = new BridgeKind
            {
                ForwardDelay = 200,
                HelloTime = 200,
                MaxAge = 2000,
                AgeingTime = 30000,
                StpState = 1,
                Priority = 4096,
                VlanFiltering = true,
                GroupForwardMask = 8,
                MulticastSnooping = false,
            },
        },
        ["request-link-add-vxlan"] = new()
        {
            Name = "vx0",
            Kind = new VxlanKind
            {
                Id = 42,
                Link = 3,
                Local = IPAddress.Parse("192.0.2.1"),
                Group = IPAddress.Parse("192.0.2.2"),
                Learning = false,
                Port = 4789,
            },
        },
        ["request-link-add-vxlan-ipv6"] = new()
        {
            Name = "vx0",
            Kind = new VxlanKind
            {
                Id = 43,
                LocalIPv6 = IPAddress.Parse("2001:db8::1"),
                GroupIPv6 = IPAddress.Parse("2001:db8::2"),
                Learning = true,
                Port = 4789,
            },
        },
        ["request-link-add-macvlan"] = new() { Name = "mv0", Link = 3, Kind = new MacvlanKind { Mode = MacvlanMode.Bridge } },
        ["request-link-add-macvtap"] = new() { Name = "mt0", Link = 3, Kind = new MacvlanKind { Tap = true, Mode = MacvlanMode.Private } },
        ["request-link-add-ipvlan"] = new() { Name = "iv0", Link = 3, Kind = new IpvlanKind { Mode = IpvlanMode.L3S, Flags = 1 } },
        ["request-link-add-vlan"] = new() { Name = "va.7", Link = 3, Kind = new VlanKind { Protocol = 0x88a8, Id = 7 } },
        ["request-link-add-vrf"] = new() { Name = "blue", Kind = new VrfKind { Table = 100 } },
        ["request-link-set-up"] = new() { Index = 3, Flags = LinkFlags.Up, Change = LinkFlags.Up },
        ["request-link-set-down"] = new() { Index = 3, Change = LinkFlags.Up },
        ["request-link-set-promisc"] = new() { Index = 3, Flags = LinkFlags.Promiscuous, Change = LinkFlags.Promiscuous },
        ["request-link-set-mtu"] = new() { Index = 3, Mtu = 1400 },
        ["request-link-set-address"] = new() { Index = 3, Address = [2, 0, 0, 0, 0, 0x42] },
        ["request-link-set-alias"] = new() { Index = 3, Alias = "uplink" },
        ["request-link-set-txqueuelen"] = new() { Index = 3, TxQueueLength = 500 },
        ["request-link-set-group"] = new() { Index = 3, Group = 42 },
        ["request-link-set-name"] = new() { Index = 3, Name = "uplink" },
        ["request-link-set-master"] = new() { Index = 4, Master = 2 },
        ["request-link-set-nomaster"] = new() { Index = 4, Master = 0 },
        ["request-link-set-namespace"] = new() { Index = 3, NamespaceDescriptor = 4 },
        ["request-link-set-addrgenmode"] = new() { Index = 3, AddressGeneration = AddressGenerationMode.None },
        ["request-link-set-bridge"] = new() { Index = 2, Kind = new BridgeKind { AgeingTime = 6000 } },
        ["request-link-del"] = new() { Index = 3 },
        ["request-link-del-group"] = new() { Group = 42 },
        // ip asks for VLANs (1) in every question about links, and without counters (8) where it shows none.
        ["request-link-get"] = new() { Name = "va", ExtensionMask = 9 },
        ["request-link-dump"] = new() { Family = 17, ExtensionMask = 1 },
        ["request-link-dump-master"] = new() { Family = 17, ExtensionMask = 1, Master = 2 },
    };

    public static TheoryData<string> Names => [.. Requests.Keys];

    // Ours differs in form from ip's, for the reasons given at the tests below.
    private static readonly string[] OwnTests =
    [
        "request-link-add-bridge", "request-link-add-dummy", "request-link-add-ifb", "request-link-dump-kind", "request-link-set-bridge-port",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_captured_request_is_understood(string fixture) => MessageAssert.Parses(fixture, Requests[fixture]);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_request_is_written_as_ip_writes_it(string fixture) => MessageAssert.Writes(fixture, Requests[fixture].Write);

    [Fact]
    public void Every_captured_link_request_has_a_test()
        => Assert.Empty(Fixture.Names("request-link-").Except(Requests.Keys).Except(OwnTests));

    // Without options ip leaves IFLA_INFO_DATA out; ours is there and empty. The kernel takes both for "no options".
    [Theory]
    [InlineData("request-link-add-bridge", "br0", "bridge")]
    [InlineData("request-link-add-dummy", "d0", "dummy")]
    [InlineData("request-link-add-ifb", "ifb7", "ifb")]
    [InlineData("request-link-dump-kind", null, "veth")]
    public void A_kind_without_options_is_understood_and_written_with_no_options(string fixture, string? name, string kind)
    {
        LinkMessage message = LinkMessage.Parse(Fixture.Payload(fixture));

        Assert.Equal((name, kind), (message.Name, message.Kind?.Name));
        MessageAssert.Writes(fixture, writer =>
        {
            var ours = new NetNs.Netlink.NetlinkWriter();
            message.Write(ours);
            byte[] bytes = ours.Written.ToArray();
            // The empty IFLA_INFO_DATA is the last thing inside IFLA_LINKINFO, which is the last attribute.
            Assert.Equal([4, 0, 2, 0x80], bytes[^4..]);
            int linkInfo = bytes.AsSpan().LastIndexOf(new byte[] { 18, 0x80 }) - 2;
            bytes[linkInfo] -= 4;
            bytes[..^4].CopyTo(writer.Reserve(bytes.Length - 4));
        });
    }

    // ip names the kind "bridge_slave" and no port kind; the kernel goes by the bridge that the link is a port of.
    // Ours names the port kind, as the kernel's own answers do.
    [Fact]
    public void Bridge_port_options_are_written_as_ip_writes_them_under_the_port_kind()
    {
        var port = new BridgePortKind
        {
            State = 3,
            Priority = 20,
            Cost = 50,
            Hairpin = true,
            Guard = true,
            Learning = false,
            UnicastFlood = false,
            Isolated = true,
        };
        var writer = new NetNs.Netlink.NetlinkWriter();
        new LinkMessage { Index = 4, Port = port }.Write(writer);

        byte[] captured = Fixture.Payload("request-link-set-bridge-port").ToArray();
        ByteAssert.Equal([11, 0, 4, 0, .. "bridge\0"u8, 0], writer.Written[20..32]);
        ByteAssert.Equal(captured.AsSpan()[40..], writer.Written[36..]);
        Assert.Equal(ValueText.Of(port), ValueText.Of(BridgePortKind.Parse(captured.AsSpan()[40..])));
    }

    // bridge(8) says the same under IFLA_PROTINFO of a message of family AF_BRIDGE.
    [Fact]
    public void The_bridge_tools_port_options_have_the_same_form()
        => Assert.Equal(
            ValueText.Of(new BridgePortKind { Hairpin = true, Isolated = true }),
            ValueText.Of(BridgePortKind.Parse(Fixture.Payload("request-bridge-link-set")[20..])));
}
