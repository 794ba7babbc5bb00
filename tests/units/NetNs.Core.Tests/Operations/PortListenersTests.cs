using System.Net;
using System.Net.Sockets;
using NetNs.Operations;
using NetNs.Tests.Kernel;
using NetNs.Tests.Support;

namespace NetNs.Tests.Operations;

/// <summary>Which local sockets a published port takes connections from.</summary>
public sealed class PortListenersTests : KernelTest
{
    private const ushort Port = 8080;

    [KernelTheory]
    [InlineData("0.0.0.0", "0.0.0.0", true)]
    [InlineData("127.0.0.1", "0.0.0.0", true)]
    [InlineData("0.0.0.0", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("127.0.0.1", "192.0.2.1", false)]
    [InlineData("0.0.0.0", "::", false)]
    [InlineData("::", "::", true)]
    [InlineData("::", "::1", true)]
    [InlineData("::1", "::", true)]
    [InlineData("::", "0.0.0.0", true)] // serves IPv4 as well
    [InlineData("::", "192.0.2.1", true)]
    [InlineData("::1", "0.0.0.0", false)]
    [InlineData("::ffff:192.0.2.1", "0.0.0.0", true)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", "::", false)]
    public void A_listener_counts_where_it_would_hear_the_same_packets(string listener, string host, bool counts)
    {
        NamespaceFixture world = NewWorld();
        using Socket socket = Open(world, listener, ProtocolType.Tcp);
        using Watch watch = new(world);

        Assert.Equal(counts, watch.Listeners.Find(Entry(host)).Count == 1);
        Assert.True(watch.Listeners.IsTaken(Port, TransportProtocol.Tcp));
        Assert.Empty(watch.Listeners.Find(Entry(host) with { HostPort = 81 }));
        Assert.Empty(watch.Listeners.Find(Entry(host) with { Protocol = TransportProtocol.Udp }));
    }

    [KernelFact]
    public void A_listener_for_IPv6_alone_leaves_IPv4_free()
    {
        NamespaceFixture world = NewWorld();
        using Socket socket = Open(world, "::", ProtocolType.Tcp, dualMode: false);
        using Watch watch = new(world);

        Assert.Empty(watch.Listeners.Find(Entry("0.0.0.0")));
        Assert.Single(watch.Listeners.Find(Entry("::")));
    }

    [KernelFact]
    public void Of_UDP_sockets_that_are_bound_count_and_those_that_are_connected_do_not()
    {
        NamespaceFixture world = NewWorld();
        using Socket bound = Open(world, "0.0.0.0", ProtocolType.Udp);
        using Socket client = world.Run(() =>
        {
            var made = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            made.Bind(new IPEndPoint(IPAddress.Loopback, 5000));
            made.Connect(IPAddress.Loopback, Port);
            return made;
        });
        using Watch watch = new(world);

        Assert.Single(watch.Listeners.Find(Entry("0.0.0.0") with { Protocol = TransportProtocol.Udp }));
        Assert.Empty(watch.Listeners.Find(Entry("0.0.0.0") with { Protocol = TransportProtocol.Udp, HostPort = 5000 }));
        Assert.Empty(watch.Listeners.Find(Entry("0.0.0.0")));
    }

    [KernelFact]
    public void Connections_through_the_port_are_no_listeners_and_other_namespaces_do_not_count()
    {
        NamespaceFixture world = NewWorld(), other = NewWorld();
        Socket listener = Open(world, "127.0.0.1", ProtocolType.Tcp);
        using Socket client = world.Run(() => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        client.Connect(IPAddress.Loopback, Port);
        using Socket accepted = listener.Accept();
        listener.Dispose();
        using Watch watch = new(world), elsewhere = new(other);

        Assert.Empty(watch.Listeners.Find(Entry("0.0.0.0")));
        Assert.Empty(elsewhere.Listeners.Find(Entry("0.0.0.0")));
    }

    [KernelFact]
    public void A_kernel_without_SCTP_has_no_listeners_of_it()
    {
        using Watch watch = new(NewWorld());

        Assert.Empty(watch.Listeners.Find(Entry("0.0.0.0") with { Protocol = TransportProtocol.Sctp }));
    }

    [KernelFact]
    public void The_warning_names_the_process_and_the_socket_once()
    {
        NamespaceFixture world = NewWorld();
        using Socket socket = Open(world, "0.0.0.0", ProtocolType.Tcp);
        using Watch watch = new(world);

        watch.Listeners.Warn(Entry("0.0.0.0"));
        watch.Listeners.Warn(Entry("192.0.2.1"));

        string process = File.ReadAllText("/proc/self/comm").TrimEnd();
        Assert.Equal(
            $"{process} ({Environment.ProcessId}) listens at 0.0.0.0:8080/tcp and will get no connections there: what is published goes before. Stop it, or publish another port.",
            Assert.Single(watch.Reporter.Warnings));
    }

    private static PortEntry Entry(string host) => new(IPAddress.Parse(host), Port, TransportProtocol.Tcp, null, IPAddress.Parse("10.88.0.2"), 80);

    private static Socket Open(NamespaceFixture where, string address, ProtocolType protocol, bool dualMode = true) => where.Run(() =>
    {
        IPAddress bound = IPAddress.Parse(address);
        var socket = new Socket(bound.AddressFamily, protocol == ProtocolType.Tcp ? SocketType.Stream : SocketType.Dgram, protocol);
        if (bound.AddressFamily == AddressFamily.InterNetworkV6)
            socket.DualMode = dualMode;
        socket.Bind(new IPEndPoint(bound, Port));
        if (protocol == ProtocolType.Tcp)
            socket.Listen();
        return socket;
    });

    private NamespaceFixture NewWorld()
    {
        NamespaceFixture world = NewNamespace();
        world.Tool("ip link set lo up");
        world.Tool("ip addr add 192.0.2.1/32 dev lo");
        return world;
    }

    private sealed class Watch : IDisposable
    {
        private readonly OperationSession _session;
        private readonly NamespaceContext _context;

        internal Watch(NamespaceFixture world)
        {
            _session = new OperationSession(Reporter);
            _context = _session.Open(new NetNamespace { Path = $"/proc/{Environment.ProcessId}/fd/{world.Descriptor}" });
            Listeners = new PortListeners(_context);
        }

        internal RecordingReporter Reporter { get; } = new();

        internal PortListeners Listeners { get; }

        public void Dispose()
        {
            _context.Dispose();
            _session.Dispose();
        }
    }
}
