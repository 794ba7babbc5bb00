using System.Net;
using System.Net.Sockets;
using NetNs.Operations;
using NetNs.Tests.Kernel;
using NetNs.Tests.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.Operations;

/// <summary>A client that never stops sending by UDP goes where the port leads now, not where it led when it began.</summary>
public sealed class StaleConnectionsTests : KernelTest
{
    private const ushort HostPort = 53, ContainerPort = 5353;

    private static readonly PortEntry Entry = new(IPAddress.Any, HostPort, TransportProtocol.Udp, null, IPAddress.Parse(NatWorld.ContainerAddress), ContainerPort);

    [KernelFact]
    public void A_client_from_before_the_port_was_published_comes_through_afterwards()
    {
        using FirewallWorld world = NewWorld();
        Socket server = Server(world, world.World.Container), client = Client(world);
        Send(client);
        Publish(world, NatWorld.ContainerAddress);
        Send(client);
        Assert.False(Receives(server)); // or the test would show nothing

        Assert.Equal(1, Forget(world, c => c.NotePublished(Entry)));
        Send(client);

        Assert.True(Receives(server));
        Assert.EndsWith("conntrack -D -p udp --orig-port-dst 53", Assert.Single(world.Reporter.Steps), StringComparison.Ordinal);
    }

    [KernelFact]
    public void A_client_of_a_port_that_was_taken_back_comes_to_the_host_and_to_the_next_container()
    {
        using FirewallWorld world = NewWorld();
        Socket first = Server(world, world.World.Container), second = Server(world, world.World.Sibling), client = Client(world);
        Socket host = world.World.Open(world.World.Host, "0.0.0.0", HostPort, isUdp: true);
        Publish(world, NatWorld.ContainerAddress);
        Send(client);
        Assert.True(Receives(first));

        world.Nft("delete table ip publish");
        Assert.Equal(1, Forget(world, c => c.NoteUnpublished(Entry)));
        Send(client);
        Assert.True(Receives(host));

        Publish(world, "10.88.0.3");
        Assert.Equal(1, Forget(world, c => c.NotePublished(Entry with { Target = IPAddress.Parse("10.88.0.3") })));
        Send(client);
        Assert.True(Receives(second));
        Assert.False(Receives(first));
    }

    [KernelFact]
    public void Connections_that_go_where_they_should_and_those_of_others_stay()
    {
        using FirewallWorld world = NewWorld();
        world.Nft("add table ip publish; add chain ip publish track { type filter hook prerouting priority 0; }; add rule ip publish track ct state new counter");
        Publish(world, NatWorld.ContainerAddress);
        Send(Client(world)); // goes to the container, as it should
        Send(Client(world), port: 54); // another port
        Send(world.World.Open(world.World.Container, "0.0.0.0", 0, isUdp: true), "192.0.2.2"); // the same port of another machine
        world.World.Connect(world.World.Machine, NatWorld.HostAddress, HostPort, world.World.Listen(world.World.Host, "0.0.0.0", HostPort)); // TCP
        string before = Tracked(world);

        Assert.Equal(0, Forget(world, c => c.NotePublished(Entry)));
        Assert.Equal(0, Forget(world, c => c.NotePublished(Entry with { Protocol = TransportProtocol.Tcp, TargetPort = 1 })));
        Assert.Equal(0, Forget(world, c => c.NoteUnpublished(Entry with { HostAddress = IPAddress.Parse("10.88.0.1") })));
        Assert.Equal(0, Forget(world, c => c.NoteUnpublished(Entry with { Source = IPNetwork.Parse("198.51.100.0/24") })));
        Assert.Equal(before, Tracked(world));
        Assert.Equal(4, before.Split('\n').Length);

        Assert.Equal(1, Forget(world, c => c.NoteUnpublished(Entry with { HostAddress = IPAddress.Parse(NatWorld.HostAddress), Source = IPNetwork.Parse("192.0.2.0/24") })));
    }

    [KernelFact]
    public void Many_ports_are_one_pass()
    {
        using FirewallWorld world = NewWorld();
        Publish(world, NatWorld.ContainerAddress);
        Send(Client(world));
        world.Nft("add rule ip publish pre udp dport 54 dnat to 10.88.0.2:5353");
        Send(Client(world), port: 54);
        var stale = new StaleConnections(world.Context);
        for (ushort port = 50; port < 60; port++)
            stale.NoteUnpublished(Entry with { HostPort = port });

        Assert.Equal(2, stale.Forget());
        Assert.Equal(0, stale.Forget());
    }

    [KernelFact]
    public void IPv6_is_forgotten_as_well()
    {
        using FirewallWorld world = NewWorld();
        world.Nft("add table ip6 publish; add chain ip6 publish pre { type nat hook prerouting priority -100; }; add rule ip6 publish pre udp dport 53 dnat to [fd00:88::2]:5353");
        Send(world.World.Open(world.World.Machine, "::", 0, isUdp: true), "2001:db8::1");
        PortEntry entry = Entry with { HostAddress = IPAddress.IPv6Any, Target = IPAddress.Parse("fd00:88::2") };

        Assert.Equal(0, Forget(world, c => c.NoteUnpublished(Entry)));
        Assert.Equal(0, Forget(world, c => c.NotePublished(entry)));
        Assert.Equal(1, Forget(world, c => c.NoteUnpublished(entry)));
    }

    private static Socket Client(FirewallWorld world) => world.World.Open(world.World.Machine, "0.0.0.0", 0, isUdp: true);

    private static Socket Server(FirewallWorld world, NamespaceFixture where)
    {
        Socket server = world.World.Open(where, "0.0.0.0", ContainerPort, isUdp: true);
        server.ReceiveTimeout = 300;
        return server;
    }

    private static void Send(Socket client, string address = NatWorld.HostAddress, ushort port = HostPort)
    {
        try
        {
            client.SendTo([1], new IPEndPoint(IPAddress.Parse(address), port));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            // The answer to the one before: nobody listened.
            client.SendTo([1], new IPEndPoint(IPAddress.Parse(address), port));
        }
    }

    private static bool Receives(Socket server)
    {
        try
        {
            return server.Receive(new byte[8]) == 1;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.TimedOut)
        {
            return false;
        }
    }

    private static void Publish(FirewallWorld world, string target)
        => world.Nft("add table ip publish; add chain ip publish pre { type nat hook prerouting priority -100; }; flush chain ip publish pre; "
            + $"add rule ip publish pre udp dport {HostPort} dnat to {target}:{ContainerPort}");

    private static int Forget(FirewallWorld world, Action<StaleConnections> note)
    {
        var stale = new StaleConnections(world.Context);
        note(stale);
        return stale.Forget();
    }

    // Who talks to whom, without counters and timeouts.
    private static string Tracked(FirewallWorld world) => string.Join('\n', world.World.Host.Tool("conntrack -L -o extended").Split('\n')
        .Where(l => l.Contains("port=53 ", StringComparison.Ordinal) || l.Contains("port=54 ", StringComparison.Ordinal))
        .Select(l => string.Join(' ', l.Split(' ').Where(w => w.Contains("src=", StringComparison.Ordinal) || w.Contains("dst=", StringComparison.Ordinal) || w.Contains("port=", StringComparison.Ordinal))))
        .Order());

    private FirewallWorld NewWorld()
    {
        var world = new FirewallWorld(new NatWorld(NewNamespace(), NewNamespace(), NewNamespace(), NewNamespace()));
        // Connections are tracked where somebody asks about them only.
        world.Nft("add table ip track; add chain ip track pre { type filter hook prerouting priority 0; }; add rule ip track pre ct state new counter");
        return world;
    }
}
