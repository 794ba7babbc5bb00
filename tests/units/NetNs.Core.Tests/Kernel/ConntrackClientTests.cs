using System.Net;
using System.Net.Sockets;
using NetNs.Conntrack;
using NetNs.Interop;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class ConntrackClientTests : KernelTest
{
    [KernelFact]
    public void Connections_are_listed_and_forgotten()
    {
        NamespaceFixture made = NewNamespace();
        made.Route.SetLinkUp(1, up: true);
        made.Tool("nft add table inet t");
        // Only where a rule asks about connections does the kernel track them.
        made.Tool("nft add chain inet t c { type filter hook output priority 0; }");
        made.Tool("nft add rule inet t c ct state new counter");
        made.Run(() => SendDatagram(IPAddress.Loopback, 5353) + SendDatagram(IPAddress.IPv6Loopback, 5353) + SendDatagram(IPAddress.Loopback, 5454));
        using ConntrackClient client = made.Run(ConntrackClient.Open);

        List<ConntrackMessage> wanted = [.. client.Dump().Where(c => c.Original is { Protocol: 17, DestinationPort: 5353 })];
        Assert.Equal([2, 10], wanted.Select(c => (int)c.Family).Order());
        Assert.Equal(2, client.Delete(wanted));
        Assert.Equal(0, client.Delete(wanted)); // gone already is no error

        string left = made.Tool("conntrack -L -p udp");
        Assert.Contains("dport=5454", left, StringComparison.Ordinal);
        Assert.DoesNotContain("dport=5353", left, StringComparison.Ordinal);
    }

    [KernelFact]
    public void The_kernel_filters_by_protocol_and_port()
    {
        NamespaceFixture made = NewNamespace();
        made.Route.SetLinkUp(1, up: true);
        made.Tool("nft add table inet t");
        made.Tool("nft add chain inet t c { type filter hook output priority 0; }");
        made.Tool("nft add rule inet t c ct state new counter");
        made.Tool("ping -c 1 -W 1 127.0.0.1");
        made.Run(() => SendDatagram(IPAddress.Loopback, 5353) + SendDatagram(IPAddress.IPv6Loopback, 5353) + SendDatagram(IPAddress.Loopback, 5454));
        using ConntrackClient client = made.Run(ConntrackClient.Open);

        Assert.Contains(client.Dump(), c => c.Original!.Protocol == 1);
        Assert.Equal([5353, 5454], client.Dump(LibC.AF_INET, new ConntrackFilter(17)).Select(c => (int)c.Original!.DestinationPort!).Order());
        Assert.Equal(5353, (int)Assert.Single(client.Dump(LibC.AF_INET, new ConntrackFilter(17, 5353))).Original!.DestinationPort!);
        Assert.Single(client.Dump(LibC.AF_INET6, new ConntrackFilter(17)));
        Assert.Empty(client.Dump(LibC.AF_INET, new ConntrackFilter(6)));
    }

    [KernelFact]
    public void A_family_can_be_asked_for_alone()
    {
        NamespaceFixture made = NewNamespace();
        using ConntrackClient client = made.Run(ConntrackClient.Open);

        Assert.Empty(client.Dump(LibC.AF_INET6));
    }

    private static int SendDatagram(IPAddress to, int port)
    {
        using var socket = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        return socket.SendTo([1], new IPEndPoint(to, port));
    }
}
