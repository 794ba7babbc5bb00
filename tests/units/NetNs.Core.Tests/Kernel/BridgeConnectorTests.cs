using NetNs.Operations;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class BridgeConnectorTests : KernelTest
{
    [KernelTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void Four_connectors_at_once_never_give_an_address_twice(bool mayListen)
    {
        const int Each = 10;
        NetNamespace lan = MakeBridge("10.0.0.1/24");
        NetNamespace[] targets = [.. Enumerable.Range(0, 4 * Each).Select(_ => Describe(NewNamespace()))];
        var given = new string[targets.Length];
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(part => new Thread(() =>
        {
            using var session = new OperationSession(new SilentReporter());
            using BridgeConnector connector = BridgeConnector.Open(session, lan, new LinkReference("br0"));
            connector.MayListen = mayListen;
            for (int i = part * Each; i < (part + 1) * Each; i++)
                given[i] = connector.Connect(targets[i], new ConnectOptions()).IPAddress.Single().ToString();
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();

        Assert.Equal(Enumerable.Range(2, given.Length).Select(n => $"10.0.0.{n}"), given.OrderBy(a => int.Parse(a.AsSpan(7), null)));
    }

    [KernelFact]
    public void One_connector_counts_up_and_takes_what_another_gave_into_account()
    {
        NetNamespace lan = MakeBridge("10.0.0.1/24");
        using var session = new OperationSession(new SilentReporter());
        using BridgeConnector first = BridgeConnector.Open(session, lan, new LinkReference("br0")), second = BridgeConnector.Open(session, lan, new LinkReference("br0"));

        string[] given = [.. new[] { first, second, first, first, second }.Select(c => c.Connect(Describe(NewNamespace()), new ConnectOptions()).IPAddress.Single().ToString())];

        Assert.Equal(["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"], given);
    }

    [KernelFact]
    public void A_namespace_whose_addresses_cannot_be_read_from_outside_is_read_from_inside()
    {
        NetNamespace lan = MakeBridge("10.0.0.1/24");
        using var session = new OperationSession(new SilentReporter());
        using NamespaceContext context = session.Open(lan);
        using BridgeConnector connector = new(session, context, new LinkReference("br0"));
        // Only namespaces with a name (or the one we stand in) can be found by their id.
        NetNamespace named = new NamespaceOperations(session).Create("named-for-survey");
        try
        {
            BridgeConnection made = connector.Connect(named, new ConnectOptions());
            LinkMessage port = context.Route.GetLink(made.HostLink.InterfaceIndex);

            List<AddressMessage> found = new BridgeSurvey(session, context, connector.Bridge.InterfaceIndex).ReadInside(port.LinkNamespaceId!.Value);

            Assert.Contains(found, a => a.Local?.ToString() == "10.0.0.2");
        }
        finally
        {
            NetNs.Api.NetNamespaces.Remove("named-for-survey");
        }
    }

    [KernelFact]
    public void A_failure_leaves_nothing_on_either_side()
    {
        NetNamespace lan = MakeBridge("10.0.0.1/24");
        NamespaceFixture target = NewNamespace();
        using var session = new OperationSession(new SilentReporter());
        using NamespaceContext context = session.Open(lan);
        using BridgeConnector connector = new(session, context, new LinkReference("br0"));
        List<string?> before = [.. context.Route.DumpLinks().Select(l => l.Name)];

        Assert.Throws<NetNsException>(() => connector.Connect(Describe(target), new ConnectOptions { Addresses = [RequestedAddress.Parse("10.0.0.1/24")] }));

        Assert.Equal(before, context.Route.DumpLinks().Select(l => l.Name));
        Assert.Equal(["lo"], target.Route.DumpLinks().Select(l => l.Name));
    }

    private NetNamespace MakeBridge(string address)
    {
        NetNamespace lan = Describe(NewNamespace());
        using var session = new OperationSession(new SilentReporter());
        using NamespaceContext context = session.Open(lan);
        new BridgeOperations(session).Create(context, new BridgeOptions { Name = "br0", Addresses = [InterfaceAddress.Parse(address)] });
        return lan;
    }

    private static NetNamespace Describe(NamespaceFixture world) => new()
    {
        Path = $"/proc/{Environment.ProcessId}/fd/{world.Descriptor}",
        Inode = world.Handle.Identity.Inode,
        Device = world.Handle.Identity.Device,
    };
}
