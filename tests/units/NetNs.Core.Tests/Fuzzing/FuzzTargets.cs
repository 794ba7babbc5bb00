using System.Net;
using System.Runtime.InteropServices;
using NetNs.Conntrack;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Operations;
using NetNs.ProbeSockets;
using NetNs.Route;
using NetNs.SockDiag;
using NetNs.Tests.Support;

namespace NetNs.Tests.Fuzzing;

/// <summary>Everything in the product that takes bytes from a kernel, from a network or from what another program keeps in the kernel.</summary>
internal static class FuzzTargets
{
    private const int Nowhere = int.MaxValue;
    private const string OlderKernel = "linux-6.1";

    internal static IEnumerable<FuzzTarget> All() =>
    [
        .. Fixture.Names().Select(name => OfFixture(name, Older(name) is { } older ? [name, older] : [name])),
        // Kinds of links that the kernel of the other fixtures lacks.
        .. OlderNames().Where(name => !Fixture.Names().Contains(Path.GetFileName(name))).Select(name => OfFixture(name, [name])),
        .. Dumps<LinkMessage>("reply-link-"),
        .. Dumps<AddressMessage>("reply-addr-"),
        .. Dumps<RouteMessage>("reply-route-"),
        .. Dumps<NeighborMessage>("reply-neigh-"),
        .. Dumps<PolicyRuleMessage>("reply-rule-"),
        .. Dumps<ConntrackMessage>("reply-conntrack-"),
        .. Dumps<SocketMessage>("sockdiag-reply-"),
        .. Dumps<RuleMessage>("nftables-reply-rule-"),
        .. Dumps<SetElementMessage>("nftables-reply-elements"),
        Annotated(NetlinkFamily.Route, "re"),
        Annotated(NetlinkFamily.Netfilter, "nftables-"),
        UserDataOfOthers(),
        .. NatSets.Both.SelectMany(Elements),
        Walk(NfFamily.IPv4),
        Walk(NfFamily.IPv6),
        Legacy("ipv4-filter", NfFamily.IPv4),
        Legacy("ipv6-filter", NfFamily.IPv6),
        Icmp(isIPv6: false),
        Icmp(isIPv6: true),
    ];

    private static FuzzTarget OfFixture(string fixture, string[] seeds)
    {
        MessageParsers.Parser parser = MessageParsers.For(fixture);
        MessageHeader header = MessageHeader.Read(Fixture.Load(fixture));
        return new FuzzTarget(fixture, [.. seeds.Select(s => Fixture.Payload(s).ToArray())], HeaderOf(fixture, header.Type), bytes => parser(in header, bytes).Value);
    }

    // The same answer of an older kernel: other attributes, shorter ones.
    private static string? Older(string fixture) => OlderNames().FirstOrDefault(name => Path.GetFileName(name) == fixture);

    private static IEnumerable<string> OlderNames()
        => Directory.EnumerateFiles(Path.Combine(Repository.Fixtures, OlderKernel), "*.hex").Order(StringComparer.Ordinal).Select(path => Path.Combine(OlderKernel, Path.GetFileNameWithoutExtension(path)));

    // Whole datagrams, by the connection that asks for a list: headers, sequence numbers and ends among them.
    private static IEnumerable<FuzzTarget> Dumps<T>(string prefix)
        where T : INetlinkMessage<T>
    {
        byte[][] datagrams = [.. Fixture.Names(prefix).Concat(OlderNames().Where(n => Path.GetFileName(n).StartsWith(prefix, StringComparison.Ordinal))).Select(Fixture.Load)];
        foreach (byte[] datagram in datagrams)
            datagram[8] = 1; // the number of the first request
        byte[] end = [20, 0, 0, 0, 3, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        yield return new FuzzTarget($"list of {typeof(T).Name}", [.. datagrams.Select(d => (byte[])[.. d, .. end])], Nowhere, bytes =>
        {
            using var connection = new NetlinkConnection(new SilentTransport(bytes));
            var writer = new NetlinkWriter();
            using (writer.Message(16, MessageFlags.Dump))
                writer.Reserve(4);
            try
            {
                return connection.Dump<T>(writer, "list");
            }
            catch (NetlinkException e)
            {
                return e; // the kernel's own errors, and its silence
            }
        });
    }

    private static FuzzTarget Annotated(NetlinkFamily family, string prefix)
        => new($"annotated dump of {family}", [.. Fixture.Names(prefix).Select(Fixture.Load)], Nowhere, bytes => MessageDump.Format(family, bytes));

    private static FuzzTarget UserDataOfOthers() => new("user data", [[0, 5, 104, 97, 108, 108, 0], [0, 2, 97, 0, 1, 4, 1, 0, 0, 0]], Nowhere, bytes =>
    {
        var data = new UserData(bytes);
        return $"{data.Comment is null}{data.GetUInt32(0) is null}{data.GetUInt32(1) is null}";
    });

    // The maps of our own table, as somebody else may have filled them.
    private static IEnumerable<FuzzTarget> Elements(NatSets sets)
    {
        string[] maps = [sets.Publish, sets.PublishOn, sets.PublishFrom];
        byte[][] seeds = [.. Fixture.Names("nftables-reply-elements").Select(f => Fixture.Payload(f).ToArray())];
        yield return new FuzzTarget($"published ports, {sets.Family}", seeds, 4, bytes =>
            SetElementMessage.Parse(bytes).Elements.SelectMany(e => maps.Select(map => PortEntry.Parse(sets, map, e).Name)).ToList());
        yield return new FuzzTarget($"masqueraded subnets, {sets.Family}", seeds, 4, bytes =>
            IntervalSet.Join(SetElementMessage.Parse(bytes).Elements).Select(e => MasqueradeEntry.Parse(sets, e, byLink: false)).ToList());
        yield return new FuzzTarget($"subnets masqueraded by link, {sets.Family}", seeds, 4, bytes =>
            SetElementMessage.Parse(bytes).Elements.Select(e => MasqueradeEntry.Parse(sets, e, byLink: true)).ToList());
    }

    // A packet that does not exist follows rules that nobody wrote. What it looks up in sets is answered by an error.
    private static FuzzTarget Walk(NfFamily family)
    {
        const string Table = "f (legacy)";
        byte[][] seeds = [.. Fixture.Names("nftables-reply-rule-").Concat(Fixture.Names("nftables-request-rule-")).Select(f => Fixture.Payload(f).ToArray())];
        return new FuzzTarget($"a packet on its way, {family}", seeds, 4, bytes =>
        {
            RuleMessage rule = RuleMessage.Parse(bytes) with { Family = family, Table = Table, Chain = "c" };
            var chain = new ChainMessage { Family = family, Table = Table, Name = "c" };
            using var client = new NfClient(new NetlinkConnection(new SilentTransport([]), NetlinkFamily.Netfilter));
            var view = new RulesetView(client, () => [new LegacyTable(family, Table, [chain], [rule, rule])]);
            var packet = new SamplePacket { Family = family, InLink = "br0", InIndex = 2, Source = IPAddress.Parse(family == NfFamily.IPv4 ? "10.0.0.2" : "fd00::2") };
            try
            {
                return new RuleWalk(view, packet).Follow(chain).ToString();
            }
            catch (NetlinkException e)
            {
                return e;
            }
        });
    }

    private static FuzzTarget Legacy(string fixture, NfFamily family)
    {
        const int InfoSize = 84; // struct ipt_getinfo
        byte[] captured = Fixture.Parse(File.ReadAllText(Path.Combine(Repository.Fixtures, "legacy", fixture + ".hex")), fixture);
        return new FuzzTarget($"iptables-legacy, {fixture}", [captured], Nowhere, bytes =>
        {
            byte[] info = new byte[InfoSize];
            bytes.AsSpan(0, Math.Min(bytes.Length, InfoSize)).CopyTo(info);
            return LegacyTableReader.Read(family, "filter", info, bytes[Math.Min(bytes.Length, InfoSize)..]).Chains.Count;
        });
    }

    private static FuzzTarget Icmp(bool isIPv6)
    {
        IPAddress router = IPAddress.Parse(isIPv6 ? "fd00::1" : "10.0.0.1"), wanted = IPAddress.Parse(isIPv6 ? "fd00::2" : "10.1.0.2");
        byte[] request = IcmpEcho.Write(isIPv6, 0x1234, 7);
        byte[] header = isIPv6 ? [0x60, .. new byte[39]] : [0x45, .. new byte[19]];
        byte[] refused = [(byte)(isIPv6 ? 1 : 3), 1, 0, 0, 0, 0, 0, 0, .. header, .. request];
        return new FuzzTarget(isIPv6 ? "ICMPv6" : "ICMP", [request, refused], Nowhere, bytes =>
        {
            ProbeAnswer? echo = IcmpEcho.Read(isIPv6, IcmpEcho.BehindIPv4Header(bytes), router, 0x1234);
            return $"{echo}{IcmpEcho.Read(isIPv6, bytes, router, null)}{IcmpEcho.ReadAboutTcp(isIPv6, bytes, router, wanted, 80)}";
        });
    }

    private static int HeaderOf(string fixture, ushort type)
    {
        if (fixture.StartsWith("nftables-", StringComparison.Ordinal) || type >> 8 == ConntrackMessageType.Subsystem)
            return 4; // struct nfgenmsg
        if (fixture.StartsWith("sockdiag-", StringComparison.Ordinal))
            return Marshal.SizeOf<SocketHeader>();
        return type switch
        {
            >= RouteMessageType.NewLink and <= RouteMessageType.SetLink => LinkHeader.Size,
            >= RouteMessageType.NewAddr and <= RouteMessageType.GetAddr => AddressHeader.Size,
            >= RouteMessageType.NewRoute and <= RouteMessageType.GetRoute => RouteHeader.Size,
            >= RouteMessageType.NewNeigh and <= RouteMessageType.GetNeigh => NeighborHeader.Size,
            >= RouteMessageType.NewRule and <= RouteMessageType.GetRule => PolicyRuleHeader.Size,
            >= RouteMessageType.NewNsId and <= RouteMessageType.GetNsId => 4, // struct rtgenmsg
            _ => Nowhere,
        };
    }
}
