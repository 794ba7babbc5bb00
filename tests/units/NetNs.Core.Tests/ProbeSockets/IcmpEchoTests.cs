using System.Net;
using NetNs.ProbeSockets;

namespace NetNs.Tests.ProbeSockets;

public sealed class IcmpEchoTests
{
    private static readonly IPAddress Router = IPAddress.Parse("10.0.0.1");
    private static readonly IPAddress Router6 = IPAddress.Parse("fd00::1");

    // What Linux 6.18 sent: destination unreachable, administratively prohibited, about a SYN from 10.0.0.2:43210 to 10.1.0.2:82.
    private static readonly byte[] Prohibited = Convert.FromHexString(
        "030dfcf200000000" + "4500003c7a1b40003f06ada00a0000020a010002" + "a8ca00524c7a8f1b00000000a002faf0b1c60000020405b40402080a");

    [Fact]
    public void A_request_has_type_id_sequence_and_a_right_checksum()
    {
        byte[] packet = IcmpEcho.Write(isIPv6: false, 0x1234, 7);

        Assert.Equal([8, 0], packet[..2]);
        Assert.Equal([0x12, 0x34, 0, 7], packet[4..8]);
        Assert.Equal(0xffff, Sum(packet));
    }

    [Fact]
    public void The_checksum_of_an_IPv6_request_is_left_to_the_kernel()
        => Assert.Equal([128, 0, 0, 0], IcmpEcho.Write(isIPv6: true, 0x1234, 7)[..4]);

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 129)]
    public void An_answer_to_our_request_is_understood(bool isIPv6, byte reply)
    {
        byte[] packet = IcmpEcho.Write(isIPv6, 0x1234, 7);
        packet[0] = reply;

        Assert.Equal(new ProbeAnswer(Router, 7), IcmpEcho.Read(isIPv6, packet, Router, 0x1234));
        Assert.Equal(new ProbeAnswer(Router, 7), IcmpEcho.Read(isIPv6, packet, Router, null));
        Assert.Null(IcmpEcho.Read(isIPv6, packet, Router, 0x4321));
    }

    [Theory]
    [InlineData(3, 0, "network unreachable", false)]
    [InlineData(3, 1, "host unreachable", false)]
    [InlineData(3, 13, "administratively prohibited", true)]
    [InlineData(3, 99, "unreachable (code 99)", false)]
    [InlineData(11, 0, "too many hops", false)]
    public void What_a_router_says_of_our_request_is_understood(byte type, byte code, string words, bool isForbidden)
    {
        byte[] header = new byte[20];
        header[0] = 0x45;
        byte[] packet = [type, code, 0, 0, 0, 0, 0, 0, .. header, .. IcmpEcho.Write(isIPv6: false, 0x1234, 7)[..8]];

        Assert.Equal(new ProbeAnswer(Router, 7, words, isForbidden), IcmpEcho.Read(isIPv6: false, packet, Router, 0x1234));
        Assert.Null(IcmpEcho.Read(isIPv6: false, packet, Router, 0x4321));
    }

    [Theory]
    [InlineData(1, 0, "no route", false)]
    [InlineData(1, 1, "administratively prohibited", true)]
    [InlineData(1, 3, "address unreachable", false)]
    [InlineData(2, 0, "packet too big", false)]
    [InlineData(3, 0, "too many hops", false)]
    public void What_an_IPv6_router_says_of_our_request_is_understood(byte type, byte code, string words, bool isForbidden)
    {
        byte[] packet = [type, code, 0, 0, 0, 0, 0, 0, .. new byte[40], .. IcmpEcho.Write(isIPv6: true, 0x1234, 7)[..8]];

        Assert.Equal(new ProbeAnswer(Router6, 7, words, isForbidden), IcmpEcho.Read(isIPv6: true, packet, Router6, 0x1234));
    }

    [Fact]
    public void What_is_said_of_a_TCP_segment_is_told_by_its_destination_and_port()
    {
        IPAddress destination = IPAddress.Parse("10.1.0.2");

        Assert.Equal(new ProbeAnswer(destination, null, "administratively prohibited", true), IcmpEcho.ReadAboutTcp(isIPv6: false, Prohibited, destination, destination, 82));
        Assert.Null(IcmpEcho.ReadAboutTcp(isIPv6: false, Prohibited, destination, destination, 83));
        Assert.Null(IcmpEcho.ReadAboutTcp(isIPv6: false, Prohibited, destination, IPAddress.Parse("10.1.0.3"), 82));
        Assert.Null(IcmpEcho.Read(isIPv6: false, Prohibited, destination, 0x1234));
    }

    // Anybody may send any bytes to a raw socket.
    [Fact]
    public void Any_bytes_are_an_answer_or_nothing()
    {
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++)
        {
            byte[] packet = new byte[random.Next(0, 80)];
            random.NextBytes(packet);
            if (packet.Length > 0)
                packet[0] = (byte)random.Next(0, 12);
            bool isIPv6 = i % 2 == 0;
            IcmpEcho.Read(isIPv6, packet, Router, null);
            IcmpEcho.Read(isIPv6, IcmpEcho.BehindIPv4Header(packet), Router, null);
            IcmpEcho.ReadAboutTcp(isIPv6, packet, Router, isIPv6 ? Router6 : Router, 80);
        }
    }

    private static int Sum(byte[] packet)
    {
        int sum = 0;
        for (int i = 0; i < packet.Length; i += 2)
            sum += (packet[i] << 8) | packet[i + 1];
        return (sum & 0xffff) + (sum >> 16);
    }
}
