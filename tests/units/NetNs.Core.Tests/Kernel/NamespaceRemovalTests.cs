using System.Diagnostics;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Operations;
using NetNs.Route;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class NamespaceRemovalTests : KernelTest
{
    private readonly OperationSession _session = new(new SilentReporter());

    [KernelFact]
    public void Hardware_goes_home_under_its_old_name()
    {
        NetNamespace made = MakeWith("nic0");
        using (_session)
        {
            using (var removal = new NamespaceRemoval(_session, l => l.Name == "nic0"))
                Remove(removal, made);
            Assert.Equal("nic0", _session.Current.Route.GetLink("nic0").Name);
            _session.Current.Route.DeleteLink(_session.Current.Route.GetLink("nic0").Index);
        }
    }

    [KernelFact]
    public void Hardware_whose_name_is_taken_at_home_gets_another()
    {
        NetNamespace made = MakeWith("nic0");
        using (_session)
        {
            RouteClient home = _session.Current.Route;
            home.CreateLink(new LinkMessage { Name = "nic0", Kind = new IfbKind() });
            using (var removal = new NamespaceRemoval(_session, l => l.Name == "nic0"))
                Remove(removal, made);

            Assert.NotNull(home.FindLink("dev0"));
            home.DeleteLink(home.GetLink("dev0").Index);
            home.DeleteLink(home.GetLink("nic0").Index);
        }
    }

    [KernelFact]
    public void Hardware_stays_where_the_namespace_has_another_name()
    {
        NetNamespace made = MakeWith("nic0");
        using (_session)
        {
            NetNamespace second = new NamespaceOperations(_session).Attach("second", made);
            using var removal = new NamespaceRemoval(_session, l => l.Name == "nic0");

            NamespaceContents contents = removal.Examine(made, stopProcesses: false);
            Remove(removal, made);

            Assert.Empty(contents.Hardware);
            Assert.Null(_session.Current.Route.FindLink("nic0"));
            Assert.NotNull(_session.In(second).Route.FindLink("nic0"));
            _session.LetGo();
            _session.Store.Remove("second");
        }
    }

    [KernelFact]
    public void A_process_that_will_not_end_is_killed()
    {
        NetNamespace made = MakeWith("ifb7");
        using Process stubborn = Process.Start(new ProcessStartInfo("ip", ["netns", "exec", made.Name!, "sh", "-c", "trap '' TERM; echo ready; while :; do sleep 60; done"]) { RedirectStandardOutput = true })!;
        Assert.Equal("ready", stubborn.StandardOutput.ReadLine());
        using (_session)
        {
            using var removal = new NamespaceRemoval(_session);
            NamespaceContents contents = removal.Examine(made, stopProcesses: true);
            removal.Remove(made, contents, new ProcessTermination(_session) { Grace = TimeSpan.FromMilliseconds(50) }, watch: true);

            Assert.Contains(stubborn.Id, contents.Processes);
            Assert.True(stubborn.WaitForExit(5000));
            Assert.Empty(removal.Wait(TimeSpan.FromSeconds(10)));
        }
    }

    [KernelTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_wait_ends_when_the_devices_are_gone(bool hasEndHere)
    {
        NetNamespace made = MakeWith("ifb7");
        using (_session)
        {
            if (hasEndHere)
                TestProcess.Run("ip", "link", "add", "v0", "type", "veth", "peer", "name", "eth0", "netns", made.Name!);
            using var removal = new NamespaceRemoval(_session);
            removal.Remove(made, removal.Examine(made, false), null, watch: true);

            Assert.Empty(removal.Wait(TimeSpan.FromSeconds(10)));
            Assert.Null(_session.Current.Route.FindLink("v0"));
        }
    }

    [KernelFact]
    public void A_namespace_that_something_holds_is_told()
    {
        NetNamespace made = MakeWith("ifb7");
        using (_session)
        {
            using (NamespaceHandle.Open(made.Path))
            {
                using var removal = new NamespaceRemoval(_session);
                removal.Remove(made, removal.Examine(made, false), null, watch: true);

                NetNsException reason = Assert.Single(removal.Wait(TimeSpan.FromMilliseconds(20)));
                Assert.Equal(NetNsError.NamespaceBusy, reason.Error);
            }
        }
    }

    [KernelFact]
    public void Another_namespace_that_got_the_name_meanwhile_is_not_removed()
    {
        NetNamespace made = MakeWith("ifb7");
        TestProcess.Run("ip", "netns", "del", made.Name!);
        TestProcess.Run("ip", "netns", "add", made.Name!);
        using (_session)
        {
            using var removal = new NamespaceRemoval(_session);

            // Unless the kernel gave the new one the inode of the old one.
            if (_session.Store.Find(made.Name!)!.Identity!.Value.Inode != made.Inode)
                Assert.Equal(NetNsError.NamespaceNotFound, Assert.Throws<NetNsException>(() => removal.Examine(made, false)).Error);
            _session.Store.Remove(made.Name!);
        }
    }

    private NetNamespace MakeWith(string link)
    {
        NetNamespace made = new NamespaceOperations(_session).Create("removal");
        _session.In(made).Route.CreateLink(new LinkMessage { Name = link, Kind = new IfbKind() });
        _session.LetGo();
        return made;
    }

    private static void Remove(NamespaceRemoval removal, NetNamespace target) => removal.Remove(target, removal.Examine(target, stopProcesses: false), null, watch: false);
}
