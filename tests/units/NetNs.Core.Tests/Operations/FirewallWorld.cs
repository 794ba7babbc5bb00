using System.Net;
using System.Net.Sockets;
using NetNs.Operations;
using NetNs.Tests.NfTables;
using NetNs.Tests.Support;

namespace NetNs.Tests.Operations;

/// <summary>A <see cref="NatWorld"/> whose host has somebody else's firewall, and whose machine knows the way to the containers.</summary>
internal sealed class FirewallWorld : IDisposable
{
    private const int PortOutside = 9000;
    private const int PortInside = 80;

    // A packet that is let through takes far less; one that is dropped takes for ever.
    // Silence is waited for for so long; an answer that must come may take longer on a busy machine.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly OperationSession _session;

    internal FirewallWorld(NatWorld world)
    {
        World = world;
        world.Machine.Tool($"ip route add 10.88.0.0/16 via {NatWorld.HostAddress}");
        world.Listen(world.Machine, "0.0.0.0", PortOutside);
        world.Listen(world.Container, "0.0.0.0", PortInside);
        _session = new OperationSession(Reporter);
        Context = _session.Open(new NetNamespace { Path = $"/proc/{Environment.ProcessId}/fd/{world.Host.Descriptor}" });
    }

    internal NatWorld World { get; }

    internal NamespaceContext Context { get; }

    internal RecordingReporter Reporter { get; } = new();

    /// <summary>Loads a ruleset of the fixtures as its owner does: .nft by nft, .rules by iptables.</summary>
    internal void Load(string fixture)
    {
        string file = Path.Combine(Repository.Root, "tests", "fixtures", "firewalls", fixture);
        World.Host.Tool($"{(fixture.EndsWith(".nft", StringComparison.Ordinal) ? "nft -f" : "iptables-restore")} {file}");
    }

    /// <summary>Loads a ruleset of iptables into the older machinery of the kernel.</summary>
    internal void LoadLegacy(string fixture) => World.Host.Tool($"iptables-legacy-restore {Path.Combine(Repository.Root, "tests", "fixtures", "firewalls", fixture)}");

    /// <summary>Runs nft on the host with one argument.</summary>
    internal void Nft(string commands) => Shell($"nsenter --net=/proc/{Environment.ProcessId}/fd/{World.Host.Descriptor} nft '{commands}'");

    /// <summary>A command line as a user would type it.</summary>
    internal static void Shell(string command) => TestProcess.Run("bash", "-c", command);

    /// <summary>What a fresh look finds that stops the containers' packets to the world.</summary>
    internal IReadOnlyList<ForwardBlocker> FindOutwards() => new ForwardBlockers(Context).Find(Outwards);

    /// <summary>What a fresh look finds that stops connections to a published port.</summary>
    internal IReadOnlyList<ForwardBlocker> FindPublished() => new ForwardBlockers(Context).Find(Published);

    internal static ForwardedTraffic Outwards => ForwardedTraffic.Outwards(IPNetwork.Parse("10.88.0.0/16"));

    internal static ForwardedTraffic Published => ForwardedTraffic.Published(IPAddress.Parse(NatWorld.ContainerAddress), TransportProtocol.Tcp, PortInside);

    /// <summary>Whether the container reaches the other machine.</summary>
    internal bool ReachesOut(bool expected) => Connects(World.Container, "192.0.2.2", PortOutside, expected);

    /// <summary>Whether the other machine reaches a port of the container that the host has published as 8080.</summary>
    internal bool ReachesIn(bool expected)
    {
        Nft("add table ip publish; add chain ip publish pre { type nat hook prerouting priority -100; }; flush chain ip publish pre; "
            + $"add rule ip publish pre tcp dport 8080 dnat to {NatWorld.ContainerAddress}:{PortInside}");
        bool reaches = Connects(World.Machine, NatWorld.HostAddress, 8080, expected);
        Nft("delete table ip publish");
        return reaches;
    }

    /// <summary>Whether the container is reached from another port of its bridge.</summary>
    internal bool ReachesSibling(bool expected) => Connects(World.Sibling, NatWorld.ContainerAddress, PortInside, expected);

    public void Dispose()
    {
        Context.Dispose();
        _session.Dispose();
        World.Dispose();
    }

    private bool Connects(NamespaceFixture from, string address, int port, bool expected)
    {
        Socket client = World.Open(from, "0.0.0.0", 0);
        client.Blocking = false;
        try
        {
            client.Connect(IPAddress.Parse(address), port);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            return client.Poll(expected ? Patience : Silence, SelectMode.SelectWrite) && (int)client.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)! == 0;
        }
    }
}
