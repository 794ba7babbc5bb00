using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

/// <summary>The leak check itself: each thing that a test could leave behind is seen.</summary>
public sealed class ProcessStateTests : KernelTest
{
    private readonly IReadOnlyList<string> _before = ProcessState.Read();

    [KernelFact]
    public void An_open_namespace_is_seen()
    {
        using NamespaceHandle handle = NamespaceHandle.OpenCurrent();

        Assert.Equal("descriptor net\n", Added());
    }

    [KernelFact]
    public void An_open_socket_is_seen()
    {
        using NetlinkSocket socket = NetlinkSocket.Open(NetlinkFamily.Route);

        Assert.Equal("descriptor socket\n", Added());
    }

    [KernelFact]
    public void A_thread_elsewhere_is_seen()
    {
        NamespaceFixture world = NewNamespace();
        world.Run(() => 0);

        Assert.Contains("thread 'NetNs", Added(), StringComparison.Ordinal);
    }

    [KernelFact]
    public void A_link_is_seen()
    {
        using RouteClient client = RouteClient.Open();
        LinkMessage made = client.CreateLink(new LinkMessage { Name = "left", Kind = new IfbKind() });
        try
        {
            Assert.Contains("link left\n", Added(), StringComparison.Ordinal);
        }
        finally
        {
            client.DeleteLink(made.Index);
        }
    }

    [KernelFact]
    public void A_name_and_its_mount_are_seen()
    {
        var store = new NamespaceStore();
        store.Prepare();
        using (NamespaceHandle here = NamespaceHandle.OpenCurrent())
            store.Attach("left", here);
        try
        {
            string added = Added();
            Assert.Contains("name /run/netns/left\n", added, StringComparison.Ordinal);
            Assert.Contains("mount ", added, StringComparison.Ordinal);
        }
        finally
        {
            store.Remove("left");
        }
    }

    [KernelFact]
    public void Nothing_is_seen_where_nothing_is_left()
    {
        using (NewNamespace())
            Assert.NotEmpty(Added());

        Assert.True(Wait.Until(() => Added().Length == 0), Added());
    }

    private string Added() => ProcessState.Added(_before, ProcessState.Read());
}
