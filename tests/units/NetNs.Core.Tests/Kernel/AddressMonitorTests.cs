using NetNs.Operations;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class AddressMonitorTests : KernelTest
{
    [KernelFact]
    public void Addresses_given_here_and_behind_a_veth_are_heard_at_once_and_once()
    {
        NamespaceFixture here = NewNamespace(), there = NewNamespace();
        LinkMessage near = here.Route.CreateLink(new LinkMessage { Name = "near", Kind = new VethKind { Peer = new LinkMessage { Name = "far", NamespaceDescriptor = there.Descriptor } } });
        using AddressMonitor monitor = Open(here);

        here.Route.AddAddress(InterfaceAddress.Parse("10.0.0.1/24").ToMessage(near.Index));
        there.Route.AddAddress(InterfaceAddress.Parse("10.0.0.2/24").ToMessage(near.Link!.Value));

        Assert.Equal(["10.0.0.1", "10.0.0.2"], Drain(monitor));
        Assert.Empty(Drain(monitor));
    }

    [KernelFact]
    public void Nothing_is_heard_of_a_namespace_that_this_one_has_nothing_to_do_with()
    {
        NamespaceFixture here = NewNamespace(), stranger = NewNamespace();
        using AddressMonitor monitor = Open(here);
        LinkMessage link = stranger.Route.CreateLink(new LinkMessage { Name = "br0", Kind = new BridgeKind() });

        stranger.Route.AddAddress(InterfaceAddress.Parse("10.0.0.9/24").ToMessage(link.Index));

        Assert.Empty(Drain(monitor));
    }

    private static AddressMonitor Open(NamespaceFixture world)
        => AddressMonitor.TryCreate(world.Run(() => RouteClient.Listen(RouteGroup.IPv4Address, RouteGroup.IPv6Address)))!;

    private static List<string> Drain(AddressMonitor monitor)
    {
        var heard = new List<string>();
        Assert.True(monitor.Drain(message => heard.Add(message.Local!.ToString())));
        return heard;
    }
}
