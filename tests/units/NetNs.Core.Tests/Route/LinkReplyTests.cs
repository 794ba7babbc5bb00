using System.Net;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Route;

/// <summary>Links as the kernel describes them.</summary>
public sealed class LinkReplyTests
{
    private const LinkFlags Down = LinkFlags.Broadcast | LinkFlags.Multicast;

    // What every fresh Ethernet link of these fixtures has.
    private static readonly LinkMessage Fresh = new()
    {
        HardwareType = 1,
        Flags = Down,
        TxQueueLength = 1000,
        OperationalState = 2,
        Mtu = 1500,
        MinMtu = 68,
        MaxMtu = 65535,
        Group = 0,
        Promiscuity = 0,
        TxQueues = 1,
        RxQueues = 1,
        AddressGeneration = AddressGenerationMode.Eui64,
        IPv4Settings = new IPv4LinkSettings(0, 0, 0, 0, 0),
        Counters = default(LinkCounters),
    };

    private static readonly LinkMessage Veth = Fresh with
    {
        Index = 3,
        Name = "va",
        Address = [2, 0, 0, 0, 0, 0x0a],
        Link = 2,
        TxQueues = 2,
        RxQueues = 2,
        Kind = new VethKind(),
    };

    private static readonly BridgePortKind FreshPort = new()
    {
        State = 0,
        Priority = 32,
        Cost = 2,
        Hairpin = false,
        Guard = false,
        Learning = true,
        UnicastFlood = true,
        Isolated = false,
    };

    private static readonly Dictionary<string, LinkMessage> Replies = new()
    {
        ["reply-link-loopback"] = Fresh with
        {
            HardwareType = 772,
            Index = 1,
            Name = "lo",
            Address = [0, 0, 0, 0, 0, 0],
            Flags = LinkFlags.Up | LinkFlags.Loopback | LinkFlags.Running | LinkFlags.LowerUp,
            Mtu = 65536,
            MinMtu = 0,
            MaxMtu = 0,
            OperationalState = 0,
            Counters = new LinkCounters { ReceivedPackets = 6, SentPackets = 6, ReceivedBytes = 768, SentBytes = 768 },
        },
        ["reply-link-veth-peer-elsewhere"] = Veth with { LinkNamespaceId = 0 },
        ["reply-link-bridge"] = Fresh with
        {
            Index = 2,
            Name = "br0",
            Address = [2, 0, 0, 0, 0, 1],
            Kind = new BridgeKind
            {
                ForwardDelay = 1500,
                HelloTime = 200,
                MaxAge = 2000,
                AgeingTime = 6000,
                StpState = 1,
                Priority = 0x8000,
                VlanFiltering = false,
                GroupForwardMask = 0,
                MulticastSnooping = true,
                CallIPTables = false,
                CallIP6Tables = false,
            },
        },
        ["reply-link-bridge-port"] = Veth with
        {
            Index = 4,
            Link = 3,
            Master = 2,
            Promiscuity = 1,
            Port = FreshPort with { Cost = 50, Hairpin = true, Isolated = true },
        },
        ["reply-link-vxlan"] = Fresh with
        {
            Index = 4,
            Name = "vx0",
            Address = [2, 0, 0, 0, 0, 2],
            Mtu = 1450,
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
        ["reply-link-vxlan-ipv6"] = Fresh with
        {
            Index = 2,
            Name = "vx0",
            Address = [2, 0, 0, 0, 0, 2],
            Kind = new VxlanKind
            {
                Id = 43,
                LocalIPv6 = IPAddress.Parse("2001:db8::1"),
                GroupIPv6 = IPAddress.Parse("2001:db8::2"),
                Learning = true,
                Port = 4789,
            },
        },
        ["reply-link-macvlan"] = Fresh with
        {
            Index = 4,
            Name = "mv0",
            Address = [2, 0, 0, 0, 0, 3],
            Link = 3,
            Kind = new MacvlanKind { Mode = MacvlanMode.Bridge },
        },
        ["reply-link-macvtap"] = Fresh with
        {
            Index = 4,
            Name = "mt0",
            Address = [2, 0, 0, 0, 0, 3],
            Link = 3,
            TxQueueLength = 500,
            Kind = new MacvlanKind { Tap = true, Mode = MacvlanMode.Private },
        },
        ["reply-link-tap"] = Fresh with
        {
            Index = 2,
            Name = "tap7",
            Address = [2, 0, 0, 0, 0, 6],
            MaxMtu = 65521,
            Kind = new TunKind { Type = TunType.Frames, Owner = 1000 },
        },
        ["reply-link-tun"] = Fresh with
        {
            Index = 2,
            Name = "tun7",
            HardwareType = 65534,
            Flags = LinkFlags.PointToPoint | LinkFlags.NoArp | LinkFlags.Multicast,
            TxQueueLength = 500,
            Kind = new TunKind { Type = TunType.Packets },
        },
        ["reply-link-ifb"] = Fresh with
        {
            Index = 2,
            Name = "ifb7",
            Address = [2, 0, 0, 0, 0, 5],
            Flags = LinkFlags.Broadcast | LinkFlags.NoArp,
            TxQueueLength = 32,
            MinMtu = 0,
            MaxMtu = 0,
            Kind = new IfbKind(),
        },
    };

    public static TheoryData<string> Names => [.. Replies.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_is_understood(string fixture) => MessageAssert.Parses(fixture, Replies[fixture]);

    [Fact]
    public void Every_captured_answer_has_a_test()
        => Assert.Empty(Fixture.Names("reply-link-").Except(Replies.Keys).Except(["reply-link-veth", "reply-link-bridge-port-family-bridge"]));

    [Fact]
    public void Alias_group_state_and_alternative_names_are_read()
    {
        LinkMessage link = LinkMessage.Parse(Fixture.Payload("reply-link-veth"));

        Assert.Equal(("va", "uplink", 42u, (byte)6), (link.Name, link.Alias, link.Group, link.OperationalState));
        Assert.Equal(["front", "side"], link.AlternativeNames);
        Assert.Equal(Down | LinkFlags.Up | LinkFlags.Running | LinkFlags.LowerUp, link.Flags);
        Assert.Null(link.LinkNamespaceId);
    }

    // bridge(8) asks for family AF_BRIDGE: the port's state comes in IFLA_PROTINFO, and IFLA_AF_SPEC holds no families.
    [Fact]
    public void An_answer_of_family_bridge_is_no_stumbling_block()
    {
        LinkMessage link = LinkMessage.Parse(Fixture.Payload("reply-link-bridge-port-family-bridge"));

        Assert.Equal(((byte)7, 4, "va", (int?)2), (link.Family, link.Index, link.Name, link.Master));
        Assert.Null(link.AddressGeneration);
    }

    [Fact]
    public void Counters_are_ten_numbers_in_the_kernels_order()
    {
        byte[] value = [.. Enumerable.Range(1, 25).SelectMany(i => BitConverter.GetBytes((ulong)i))];

        Assert.Equal(
            new LinkCounters
            {
                ReceivedPackets = 1,
                SentPackets = 2,
                ReceivedBytes = 3,
                SentBytes = 4,
                ReceiveErrors = 5,
                SendErrors = 6,
                ReceiveDropped = 7,
                SendDropped = 8,
                Multicast = 9,
                Collisions = 10,
            },
            LinkCounters.Parse(value));
        Assert.Throws<NetlinkFormatException>(() => LinkCounters.Parse(value.AsSpan(0, 79)));
    }

    [Fact]
    public void A_kind_unknown_to_us_keeps_its_name_and_bytes()
    {
        var kind = new UnknownKind("geneve", [8, 0, 1, 0, 42, 0, 0, 0]);
        var writer = new NetlinkWriter();
        new LinkMessage { Name = "gnv0", Kind = kind }.Write(writer);

        Assert.Equal(ValueText.Of(kind), ValueText.Of(LinkMessage.Parse(writer.Written).Kind));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    public void A_message_shorter_than_its_header_is_a_format_error(int length)
        => Assert.Throws<NetlinkFormatException>(() => LinkMessage.Parse(new byte[length]));

    // Peers of peers of peers: nothing that the kernel sends, and nothing to overflow the small stack of a namespace thread with.
    [Fact]
    public void Peers_inside_peers_without_end_are_no_stack_overflow()
    {
        byte[] message = new byte[16];
        while (message.Length < 60_000)
        {
            var writer = new NetlinkWriter(message.Length + 64);
            writer.Reserve(16);
            using (writer.Nest(LinkAttribute.LinkInfo))
            {
                writer.Put(LinkInfoAttribute.Kind, VethKind.KindName);
                using (writer.Nest(LinkInfoAttribute.Data))
                    writer.Put(VethAttribute.Peer, message);
            }

            message = writer.Written.ToArray();
        }

        LinkMessage? parsed = null;
        var thread = new Thread(() => parsed = LinkMessage.Parse(message), 256 * 1024);
        thread.Start();
        thread.Join();

        Assert.IsType<VethKind>(parsed?.Kind);
    }
}
