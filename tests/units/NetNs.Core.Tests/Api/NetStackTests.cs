using System.Net;
using NetNs.Api;
using NetNs.Tests.Support;

namespace NetNs.Tests.Api;

/// <summary>The library as a program uses it. Each test names its namespaces; the private stack has none of its own.</summary>
public sealed class NetStackTests : IClassFixture<LeakCheck>, IDisposable
{
    public void Dispose()
    {
        if (PrivateStack.Missing is not null)
            return;
        foreach (NetNamespace left in NetNamespaces.List())
            NetNamespaces.Remove(left.Name!);
    }

    [KernelFact]
    public void A_namespace_that_was_made_is_listed_found_and_removed()
    {
        NetNamespace made = NetNamespaces.Create("red");

        Assert.Contains("red", TestProcess.Run("ip", "netns", "list"), StringComparison.Ordinal);
        Assert.Equal(made, NetNamespaces.Get("red"));
        Assert.Equal([made], NetNamespaces.List());
        NetNamespaces.Remove("red");
        Assert.Null(NetNamespaces.Find("red"));
        Assert.Empty(NetNamespaces.List());
    }

    [KernelFact]
    public void A_name_that_is_taken_is_an_error_with_a_stable_word()
    {
        NetNamespaces.Create("red");

        NetNsException e = Assert.Throws<NetNsException>(() => NetNamespaces.Create("red"));
        Assert.Equal(NetNsError.NamespaceAlreadyExists, e.Error);
        Assert.Contains("red", e.Message, StringComparison.Ordinal);
    }

    [KernelFact]
    public void A_namespace_gets_a_second_name()
    {
        NetNamespace made = NetNamespaces.Create("red");

        Assert.Equal(made, NetNamespaces.Attach("rot", made.Path));
        Assert.Equal(made, NetNamespaces.Get("rot"));
    }

    [KernelFact]
    public void The_namespace_of_this_process_is_where_the_current_stack_is()
    {
        using NetStack current = NetStack.Current();

        Assert.Equal(NetNamespaces.OfProcess(Environment.ProcessId), current.Namespace);
    }

    [KernelFact]
    public void A_cable_leads_from_one_namespace_into_another()
    {
        NetNamespaces.Create("red");
        NetNamespace blue = NetNamespaces.Create("blue");
        using NetStack red = NetStack.Open("red");

        VethPair pair = red.CreateVethPair(new VethPairSpec("veth-red", "veth-blue") { PeerNamespace = blue, Addresses = ["192.168.15.1/24"], PeerAddresses = ["192.168.15.2/24"] });

        Assert.Equal(("veth-red", "veth-blue", LinkState.Up), (pair.A.Name, pair.B.Name, pair.A.State));
        Assert.Equal(blue, red.Link("veth-red").PeerNamespace);
        Assert.Equal(["lo", "veth-red"], red.Links().Select(l => l.Name));
        TestProcess.Run("ip", "netns", "exec", "red", "ping", "-c", "1", "-W", "1", "192.168.15.2");
    }

    [KernelFact]
    public void A_stack_stays_open_when_its_namespace_loses_its_name()
    {
        NetNamespaces.Create("red");
        using NetStack red = NetStack.Open("red");
        NetNamespaces.Remove("red");

        Assert.Equal(["lo"], red.Links().Select(l => l.Name));
    }

    [KernelFact]
    public void Two_stacks_are_used_in_turns()
    {
        NetNamespaces.Create("red");
        NetNamespaces.Create("blue");
        using NetStack red = NetStack.Open("red");
        using NetStack blue = NetStack.Open("blue");

        red.CreateVethPair(new VethPairSpec("a", "b"));
        blue.CreateVethPair(new VethPairSpec("c", "d"));

        Assert.Equal(["lo", "b", "a"], red.Links().OrderBy(l => l.InterfaceIndex).Select(l => l.Name));
        Assert.Equal(["lo", "d", "c"], blue.Links().OrderBy(l => l.InterfaceIndex).Select(l => l.Name));
    }

    [KernelFact]
    public void A_namespace_that_is_not_there_cannot_be_opened()
        => Assert.Equal(NetNsError.NamespaceNotFound, Assert.Throws<NetNsException>(() => NetStack.Open("nowhere")).Error);

    [KernelFact]
    public void Namespaces_on_a_bridge_reach_each_other()
    {
        using NetStack host = Host();
        host.CreateBridge(new BridgeSpec("br0") { Addresses = ["172.18.0.1/16", "fd00::1/64"] });

        BridgeConnection first = host.Connect(NetNamespaces.Create("red"), "br0");
        BridgeConnection second = host.Connect(NetNamespaces.Create("blue"), "br0", new ConnectionSpec { Addresses = ["172.18.5.5"], InterfaceAlias = "net0" });

        Assert.Equal(["172.18.0.2", "fd00::2"], first.IPAddress.Select(a => a.ToString()));
        Assert.Equal(("net0", 16), (second.Link.Name, second.PrefixLength[0]));
        Assert.Equal(["br0"], host.Bridges().Select(b => b.Name));
        TestProcess.Run("ip", "netns", "exec", "red", "ping", "-c", "1", "-W", "1", "172.18.5.5");
    }

    [KernelFact]
    public void A_cable_becomes_a_port_of_a_bridge()
    {
        using NetStack host = Host();
        host.CreateBridge(new BridgeSpec("br0"));
        host.CreateVethPair(new VethPairSpec("a", "b"));
        host.CreateVethPair(new VethPairSpec("c", "d") { Bridge = "br0" });

        BridgePort port = host.AddPort("br0", "a");

        Assert.Equal("a", port.Link.ToString());
        Assert.Equal(["a", "c"], host.Links().Where(l => l.Bridge == "br0").Select(l => l.Name).Order());
        host.RemoveBridge("br0");
        Assert.Empty(host.Bridges());
    }

    [KernelFact]
    public void A_link_is_changed_moved_and_removed()
    {
        using NetStack host = Host();
        host.CreateVethPair(new VethPairSpec("a", "b") { Up = false });

        Assert.Equal(LinkAdminState.Up, host.SetLinkUp("a").AdminState);
        Assert.Equal(LinkAdminState.Down, host.SetLinkUp("a", up: false).AdminState);
        Assert.Equal(9000, host.SetLinkMtu("a", 9000).Mtu);
        NetLink moved = host.MoveLink("a", NetNamespaces.Create("red"), "eth0");
        Assert.Equal(("eth0", NetNamespaces.Get("red")), (moved.Name, moved.Namespace));
        host.RemoveLink("b");
        Assert.Equal(["lo"], host.Links().Select(l => l.Name));
        Assert.Equal(NetNsError.LinkNotFound, Assert.Throws<NetNsException>(() => host.RemoveLink("b")).Error);
    }

    [KernelFact]
    public void A_namespace_that_nobody_holds_is_gone_when_the_wait_is_over()
    {
        using NetStack host = Host();
        host.CreateBridge(new BridgeSpec("br0") { Addresses = ["172.18.0.1/16"] });
        host.Connect(NetNamespaces.Create("red"), "br0");

        NetNamespaces.Remove("red", wait: true);

        Assert.Equal(["br0", "lo"], host.Links().Select(l => l.Name).Order());
    }

    [KernelFact]
    public void Addresses_come_and_go()
    {
        using NetStack host = Host();
        host.CreateBridge(new BridgeSpec("br0"));

        Assert.Equal("172.18.0.1", host.AddAddress("br0", "172.18.0.1/16").ToString());
        Assert.Contains("172.18.0.1/16", TestProcess.Run("ip", "-n", "host", "addr", "show", "dev", "br0"), StringComparison.Ordinal);
        Assert.Equal([("172.18.0.1", 16)], host.Addresses("br0").Where(a => a.AddressFamily == IPFamily.IPv4).Select(a => (a.ToString(), a.PrefixLength)));
        host.RemoveAddress("br0", IPAddress.Parse("172.18.0.1"));
        Assert.DoesNotContain("172.18", TestProcess.Run("ip", "-n", "host", "addr", "show", "dev", "br0"), StringComparison.Ordinal);
        Assert.Equal(NetNsError.AddressNotFound, Assert.Throws<NetNsException>(() => host.RemoveAddress("br0", IPAddress.Parse("172.18.0.1"))).Error);
        Assert.Equal(NetNsError.AddressInvalid, Assert.Throws<NetNsException>(() => host.AddAddress("br0", "123.456.0.0/16")).Error);
    }

    [KernelFact]
    public void Routes_come_and_go_and_can_be_asked_for()
    {
        using NetStack host = Host();
        host.CreateVethPair(new VethPairSpec("a", "b") { Addresses = ["10.0.0.1/24"] });
        IPAddress far = IPAddress.Parse("192.0.2.1");

        Assert.Equal(NetNsError.DestinationUnreachable, Assert.Throws<NetNsException>(() => host.FindRoute(far)).Error);
        NetRoute route = host.AddRoute("default", IPAddress.Parse("10.0.0.254"));
        Assert.Contains("default via 10.0.0.254 dev a", TestProcess.Run("ip", "-n", "host", "route"), StringComparison.Ordinal);
        Assert.Contains(route, host.Routes());
        Assert.Equal("a", host.FindRoute(far).InterfaceAlias);
        host.RemoveRoute(route);
        Assert.Equal(["10.0.0.0/24"], host.Routes().Where(r => r.AddressFamily == IPFamily.IPv4).Select(r => r.DestinationPrefix.ToString()));
        Assert.Equal(NetNsError.GatewayUnreachable, Assert.Throws<NetNsException>(() => host.AddRoute("default", IPAddress.Parse("203.0.113.1"))).Error);
    }

    [KernelFact]
    public void A_second_network_that_overlaps_is_a_warning()
    {
        using NetStack host = Host();
        var warnings = new List<string>();
        host.Warning += (_, warning) => warnings.Add(warning.Message);
        host.CreateVethPair(new VethPairSpec("a", "b"));
        host.AddAddress("a", "172.18.0.11/16");
        host.AddAddress("b", "172.18.0.21/16");

        Assert.Contains("172.18", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [KernelFact]
    public void A_namespace_is_disconnected_from_a_bridge()
    {
        using NetStack host = Host();
        host.CreateBridge(new BridgeSpec("br0") { Addresses = ["172.18.0.1/16"] });
        NetNamespace red = NetNamespaces.Create("red");
        host.Connect(red, "br0");

        host.Disconnect(red, "br0");

        Assert.Equal(["br0", "lo"], host.Links().Select(l => l.Name).Order());
        Assert.Equal(NetNsError.LinkNotFound, Assert.Throws<NetNsException>(() => host.Disconnect(red, "br0")).Error);
    }

    // One namespace plays the host, so that its bridges and links go with it.
    private static NetStack Host() => NetStack.Open(NetNamespaces.Create("host"));
}
