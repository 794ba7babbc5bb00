using System.Net;
using BenchmarkDotNet.Attributes;
using NetNs.Interop;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Bench;

/// <summary>One message to bytes, and one back from them: time, and bytes allocated.</summary>
[MemoryDiagnoser]
public class CodecBenchmarks
{
    private readonly NetlinkWriter _writer = new();
    private readonly byte[] _pair = Payload(w => Pair().Write(w));
    private readonly byte[] _address = Payload(w => Address().Write(w));
    private readonly byte[] _route = Payload(w => Route().Write(w));

    /// <summary>The request for a veth pair, written.</summary>
    [Benchmark]
    public int WritePair()
    {
        _writer.Clear();
        using (_writer.Message(RouteMessageType.NewLink, MessageFlags.Create | MessageFlags.Exclusive))
            Pair().Write(_writer);
        return _writer.Length;
    }

    /// <summary>A link, read.</summary>
    [Benchmark]
    public object ReadLink() => LinkMessage.Parse(_pair);

    /// <summary>An address, read.</summary>
    [Benchmark]
    public object ReadAddress() => AddressMessage.Parse(_address);

    /// <summary>A route, read.</summary>
    [Benchmark]
    public object ReadRoute() => RouteMessage.Parse(_route);

    private static LinkMessage Pair() => new()
    {
        Name = "veth-web",
        Mtu = 1500,
        Master = 2,
        Address = [2, 0x42, 0xac, 0x11, 0, 2],
        Kind = new VethKind { Peer = new LinkMessage { Name = "eth0", Mtu = 1500, Address = [2, 0x42, 0xac, 0x11, 0, 3] } },
    };

    private static AddressMessage Address() => new()
    {
        Family = LibC.AF_INET,
        PrefixLength = 16,
        Index = 2,
        Local = IPAddress.Parse("172.18.0.2"),
        Address = IPAddress.Parse("172.18.0.2"),
        Label = "eth0",
    };

    private static RouteMessage Route() => new()
    {
        Family = LibC.AF_INET,
        Table = RouteTable.Main,
        DestinationLength = 24,
        Destination = IPAddress.Parse("192.0.2.0"),
        Gateway = IPAddress.Parse("172.18.0.1"),
        OutputLink = 2,
    };

    private static byte[] Payload(Action<NetlinkWriter> write)
    {
        var writer = new NetlinkWriter();
        using (writer.Message(RouteMessageType.NewLink, MessageFlags.None))
            write(writer);
        return writer.Written[MessageHeader.Size..].ToArray();
    }
}
