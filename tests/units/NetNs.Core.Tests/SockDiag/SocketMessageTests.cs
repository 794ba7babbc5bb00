using System.Net;
using NetNs.Netlink;
using NetNs.SockDiag;
using NetNs.Tests.Support;

namespace NetNs.Tests.SockDiag;

public sealed class SocketMessageTests
{
    private const byte IPv4 = 2, IPv6 = 10;

    // The inode and the cookie differ from capture to capture.
    private static readonly Dictionary<string, SocketMessage> Replies = new()
    {
        ["sockdiag-reply-tcp-listen"] = Socket(IPv4, SocketState.Listen, "127.0.0.1", 5000, "0.0.0.0", 0),
        ["sockdiag-reply-tcp-established"] = Socket(IPv4, SocketState.Established, "127.0.0.1", 40000, "127.0.0.1", 5000),
        ["sockdiag-reply-tcp-ipv6"] = Socket(IPv6, SocketState.Listen, "::1", 5006, "::", 0) with { IPv6Only = true },
        ["sockdiag-reply-udp"] = Socket(IPv4, SocketState.Close, "0.0.0.0", 53, "0.0.0.0", 0),
    };

    public static TheoryData<string> ReplyNames => [.. Replies.Keys];

    [Theory]
    [MemberData(nameof(ReplyNames))]
    public void An_answer_is_understood(string fixture)
    {
        SocketMessage read = SocketMessage.Parse(Fixture.Payload(fixture));

        Assert.NotEqual(0u, read.Inode);
        Assert.Equal(Replies[fixture], read with { Inode = 0 });
    }

    [Fact]
    public void The_request_is_written_as_ss_writes_it()
    {
        var writer = new NetlinkWriter();
        using (writer.Message(SocketMessageType.ByFamily, MessageFlags.Dump))
            new SocketRequest { Family = IPv4, Protocol = SocketProtocol.Tcp, States = (1u << SocketState.Listen) | (1u << SocketState.Close) }.Write(writer);

        byte[] captured = Fixture.Load("sockdiag-request-tcp");
        MessageHeader header = MessageHeader.Read(captured);
        header.Sequence = 0;
        header.Write(captured);
        ByteAssert.Equal(captured, writer.Written);
    }

    [Fact]
    public void Every_captured_socket_message_has_a_test()
        => Assert.Empty(Fixture.Names("sockdiag-").Except(Replies.Keys).Except(["sockdiag-request-tcp"]));

    [Fact]
    public void A_message_shorter_than_its_header_is_a_format_error()
        => Assert.Throws<NetlinkFormatException>(() => SocketMessage.Parse(new byte[SocketHeader.Size - 1]));

    [Fact]
    public void A_port_filters_in_network_order()
    {
        var fake = new FakeTransport();
        using var client = new SockDiagClient(new NetlinkConnection(fake, NetlinkFamily.SockDiag));
        fake.Next(k => k.Multipart(SocketMessageType.ByFamily, Fixture.Payload("sockdiag-reply-tcp-listen").ToArray())).Next(k => k.Done());

        Assert.Equal(5000, Assert.Single(client.Stream(SocketProtocol.Tcp, localPort: 5000)).LocalPort);
        Assert.Equal([IPv4, IPv6], fake.Sent.Select(s => s[16]));
        Assert.Equal(0x13, fake.Sent[0][24]);
        Assert.Equal(0x88, fake.Sent[0][25]);
    }

    private static SocketMessage Socket(byte family, byte state, string local, ushort localPort, string remote, ushort remotePort) => new()
    {
        Family = family,
        State = state,
        Local = IPAddress.Parse(local),
        LocalPort = localPort,
        Remote = IPAddress.Parse(remote),
        RemotePort = remotePort,
    };
}
