using System.Net;
using System.Net.Sockets;
using NetNs.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.NfTables;

/// <summary>
/// A host with a bridge and two containers, and another machine behind its uplink:
/// <code>
/// machine 192.0.2.2, 198.51.100.2 ── 192.0.2.1 host br0 10.88.0.1 ─┬─ 10.88.0.2 container
///                                                                  └─ 10.88.0.3 sibling
/// </code>
/// IPv6 likewise with 2001:db8:: and fd00:88::. The machine knows no way to the containers.
/// </summary>
internal sealed class NatWorld : IDisposable
{
    internal const string HostAddress = "192.0.2.1";
    internal const string ContainerAddress = "10.88.0.2";

    // A bad answer comes at once (a refusal); this is for a packet that somebody dropped.
    private const int ReceiveLimit = 2000;

    private readonly List<Socket> _sockets = [];

    internal NatWorld(NamespaceFixture host, NamespaceFixture container, NamespaceFixture sibling, NamespaceFixture machine)
    {
        (Host, Container, Sibling, Machine) = (host, container, sibling, machine);
        foreach (NamespaceFixture one in new[] { host, container, sibling, machine })
            one.Tool("ip link set lo up");
        host.Tool("ip link add br0 up type bridge");
        host.Tool("ip addr add 10.88.0.1/16 dev br0");
        host.Tool("ip addr add fd00:88::1/64 dev br0 nodad");
        host.Tool($"ip link add uplink up type veth peer name eth0 netns {PathOf(machine)}");
        Address(host, "uplink", $"{HostAddress}/24", "2001:db8::1/64");
        Address(machine, "eth0", "192.0.2.2/24", "2001:db8::2/64");
        machine.Tool("ip addr add 198.51.100.2/24 dev eth0");
        Plug(container, "veth0", ContainerAddress, "fd00:88::2");
        Plug(sibling, "veth1", "10.88.0.3", "fd00:88::3");
        host.Tool("ip route add 198.51.100.0/24 dev uplink");
        host.Tool("sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1");
        Rules = host.Run(NfClient.Open);
    }

    internal NamespaceFixture Host { get; }

    internal NamespaceFixture Container { get; }

    internal NamespaceFixture Sibling { get; }

    internal NamespaceFixture Machine { get; }

    /// <summary>nf_tables of the host.</summary>
    internal NfClient Rules { get; }

    /// <summary>A socket of one of the namespaces, closed with the world.</summary>
    internal Socket Open(NamespaceFixture where, string address, ushort port, bool isUdp = false)
    {
        IPAddress bound = IPAddress.Parse(address);
        Socket socket = where.Run(() =>
        {
            var made = new Socket(bound.AddressFamily, isUdp ? SocketType.Dgram : SocketType.Stream, isUdp ? ProtocolType.Udp : ProtocolType.Tcp);
            made.Bind(new IPEndPoint(bound, port));
            return made;
        });
        socket.ReceiveTimeout = ReceiveLimit;
        _sockets.Add(socket);
        return socket;
    }

    internal Socket Listen(NamespaceFixture where, string address, ushort port)
    {
        Socket socket = Open(where, address, port);
        socket.Listen();
        return socket;
    }

    /// <summary>Connects, and says from which address the server sees it come. Null where it is refused.</summary>
    internal string? Connect(NamespaceFixture from, string address, ushort port, Socket server, string? source = null)
    {
        IPAddress target = IPAddress.Parse(address);
        Socket client = Open(from, source ?? (target.AddressFamily == AddressFamily.InterNetwork ? "0.0.0.0" : "::"), 0);
        try
        {
            client.Connect(target, port);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return null;
        }

        using Socket accepted = server.Accept();
        return ((IPEndPoint)accepted.RemoteEndPoint!).Address.ToString();
    }

    public void Dispose()
    {
        foreach (Socket socket in _sockets)
            socket.Dispose();
        Rules.Dispose();
    }

    private static string PathOf(NamespaceFixture fixture) => $"/proc/{Environment.ProcessId}/fd/{fixture.Descriptor}";

    private static void Address(NamespaceFixture where, string link, string ipv4, string ipv6)
    {
        where.Tool($"ip link set {link} up");
        where.Tool($"ip addr add {ipv4} dev {link}");
        where.Tool($"ip addr add {ipv6} dev {link} nodad");
    }

    private void Plug(NamespaceFixture container, string hostEnd, string ipv4, string ipv6)
    {
        Host.Tool($"ip link add {hostEnd} up master br0 type veth peer name eth0 netns {PathOf(container)}");
        Host.Tool($"ip link set {hostEnd} type bridge_slave hairpin on");
        Address(container, "eth0", $"{ipv4}/16", $"{ipv6}/64");
        container.Tool("ip route add default via 10.88.0.1");
        container.Tool("ip route add default via fd00:88::1");
    }
}
