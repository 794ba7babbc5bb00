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
}
