using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Operations;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class NamespaceStoreTests : KernelTest
{
    private readonly NamespaceStore _store = new();

    [KernelFact]
    public void A_namespace_that_is_made_is_one_of_ip_netns()
    {
        Create("made");
        try
        {
            Assert.Contains("made", TestProcess.Run("ip", "netns", "list"), StringComparison.Ordinal);
            Assert.Contains("lo", TestProcess.Run("ip", "-n", "made", "link"), StringComparison.Ordinal);
            Assert.Equal("made", TestProcess.Run("ip", "netns", "exec", "made", "ip", "netns", "identify").Trim());
        }
        finally
        {
            _store.Remove("made");
        }

        Assert.Empty(TestProcess.Run("ip", "netns", "list"));
        Assert.False(File.Exists("/run/netns/made"));
    }

    [KernelFact]
    public void A_namespace_of_ip_netns_is_listed_found_and_removed()
    {
        TestProcess.Run("ip", "netns", "add", "theirs");

        NamespaceEntry entry = Assert.Single(_store.List());
        using (NamespaceHandle handle = NamespaceHandle.Open(entry.Path))
            Assert.Equal(handle.Identity, entry.Identity);
        Assert.Equal(entry, _store.Find("theirs"));
        _store.Remove("theirs");

        Assert.Empty(_store.List());
        Assert.Null(_store.Find("theirs"));
    }

    [KernelFact]
    public void Work_runs_inside_the_namespace_that_is_made()
    {
        using var thread = new NamespaceThread();
        _store.Prepare();

        NamespaceIdentity? inside = null;
        NamespaceIdentity made = _store.Create("made", thread, () => inside = NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath));
        Assert.Equal(made, inside);
        NamespaceEntry? entry = _store.Find("made");
        _store.Remove("made");

        Assert.Equal(entry!.Identity, inside);
    }

    // Whoever may read the directory can do that, also without any right.
    [KernelFact]
    public void A_lock_that_another_keeps_is_not_waited_for_for_ever()
    {
        using (SafeFileHandle other = LibC.open(NamespaceStore.DefaultDirectory, LibC.O_RDONLY | LibC.O_CLOEXEC, 0))
        {
            Assert.Equal(0, LibC.flock(other, LibC.LOCK_EX));

            Assert.Throws<TimeoutException>(() => new NamespaceStore(patience: TimeSpan.FromMilliseconds(50)).Prepare());
            using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
            Assert.ThrowsAny<OperationCanceledException>(() => _store.Prepare(stop.Token));
            Assert.ThrowsAny<OperationCanceledException>(() => _store.Create("made", null!, null, stop.Token));
            Assert.Equal(0, LibC.flock(other, LibC.LOCK_UN));
        }

        _store.Prepare();
    }

    // The lock is taken for each name anew: it may come to be kept between two of them.
    [KernelFact]
    public void A_lock_that_another_keeps_is_an_error_of_each_name()
    {
        using var thread = new NamespaceThread();
        using var session = new OperationSession(new SilentReporter(), new NamespaceStore(patience: TimeSpan.FromMilliseconds(50)));
        var namespaces = new NamespaceOperations(session);
        NetNamespace first = namespaces.Create("made", loopbackUp: true, reuse: false);
        try
        {
            using SafeFileHandle other = LibC.open(NamespaceStore.DefaultDirectory, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
            Assert.Equal(0, LibC.flock(other, LibC.LOCK_EX));

            Assert.Equal(NetNsError.TimedOut, Assert.Throws<NetNsException>(() => namespaces.Create("second", loopbackUp: true, reuse: false)).Error);
            Assert.Equal(NetNsError.TimedOut, Assert.Throws<NetNsException>(() => namespaces.Attach("alias", first)).Error);
        }
        finally
        {
            _store.Remove("made");
        }

        Assert.Empty(_store.List());
    }

    [KernelFact]
    public void A_name_that_is_taken_is_an_error_and_stays_what_it_was()
    {
        Create("made");
        try
        {
            NamespaceIdentity? before = _store.Find("made")!.Identity;

            Assert.Equal(Errno.EEXIST, Assert.Throws<SystemCallException>(() => Create("made")).Errno);

            Assert.Equal(before, _store.Find("made")!.Identity);
        }
        finally
        {
            _store.Remove("made");
        }
    }

    [KernelFact]
    public void Nothing_is_left_where_the_work_inside_fails()
    {
        using var thread = new NamespaceThread();
        _store.Prepare();

        Assert.Throws<InvalidOperationException>(() => _store.Create("made", thread, () => throw new InvalidOperationException("inside")));

        Assert.Empty(_store.List());
    }

    [KernelFact]
    public void A_file_that_no_namespace_is_mounted_on_is_stale_and_can_be_removed()
    {
        File.WriteAllText("/run/netns/stale", "");

        NamespaceEntry entry = Assert.Single(_store.List());
        Assert.Null(entry.Identity);
        Assert.Throws<NotANamespaceException>(() => NamespaceHandle.Open(entry.Path));
        _store.Remove("stale");

        Assert.Empty(_store.List());
    }

    [KernelFact]
    public void A_namespace_that_a_process_is_in_gets_a_name()
    {
        using Process process = Process.Start(new ProcessStartInfo("unshare", ["--net", "sleep", "60"]))!;
        try
        {
            string link = $"/proc/{process.Id}/ns/net";
            NamespaceIdentity home = NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath)!.Value;
            Assert.True(Wait.Until(() => NamespaceHandle.IdentityOf(link) is { } there && there != home));

            using (NamespaceHandle handle = NamespaceHandle.Open(link))
                _store.Attach("attached", handle);
            NamespaceIdentity? attached = _store.Find("attached")!.Identity;
            _store.Remove("attached");

            Assert.Equal(NamespaceHandle.IdentityOf(link), attached);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    [KernelFact]
    public void A_symbolic_link_is_a_name_and_goes_alone()
    {
        Create("made");
        File.CreateSymbolicLink("/run/netns/link", "/run/netns/made");
        try
        {
            Assert.Equal(_store.Find("made")!.Identity, _store.Find("link")!.Identity);
            Assert.True(_store.IsSymbolicLink("link"));
            Assert.False(_store.IsSymbolicLink("made"));

            _store.Remove("link");

            Assert.NotNull(Assert.Single(_store.List()).Identity);
        }
        finally
        {
            _store.Remove("made");
        }
    }

    [KernelTheory]
    [InlineData("/proc/1/ns/nothing")]
    [InlineData("/etc/passwd")]
    public void A_symbolic_link_to_no_namespace_is_stale_and_its_target_is_left_alone(string target)
    {
        File.CreateSymbolicLink("/run/netns/link", target);

        Assert.Null(Assert.Single(_store.List()).Identity);
        Assert.Null(_store.Find("link")!.Identity);
        _store.Remove("link");

        Assert.Empty(_store.List());
        Assert.True(File.Exists("/etc/passwd"));
    }

    [KernelFact]
    public void A_name_that_is_a_symbolic_link_already_is_taken()
    {
        File.CreateSymbolicLink("/run/netns/link", "/run/netns/elsewhere");

        Assert.Equal(Errno.EEXIST, Assert.Throws<SystemCallException>(() => Create("link")).Errno);

        Assert.False(File.Exists("/run/netns/elsewhere"));
        _store.Remove("link");
    }

    [KernelFact]
    public void A_name_that_was_mounted_over_twice_goes_at_once()
    {
        Create("made");
        Assert.Equal(0, LibC.mount("/proc/thread-self/ns/net", "/run/netns/made", "none", LibC.MS_BIND, 0));

        _store.Remove("made");

        Assert.Empty(_store.List());
    }

    // The first "ip netns add" of a machine, many times at once: without the lock the mounts would double each time.
    [KernelFact]
    public void The_directory_is_mounted_once_however_many_prepare_it_at_once()
    {
        string directory = Directory.CreateTempSubdirectory("netns-store-").FullName;
        Assert.Equal(0, LibC.mount(directory, directory, "none", LibC.MS_BIND, 0));
        Assert.Equal(0, LibC.mount("", directory, "none", LibC.MS_PRIVATE, 0));
        string fresh = directory + "/netns";
        try
        {
            var store = new NamespaceStore(fresh);

            Parallel.For(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 32 }, _ => store.Prepare());

            Assert.Contains(" shared:", Assert.Single(MountsOf(fresh)), StringComparison.Ordinal);
            store.Prepare();
            Assert.Single(MountsOf(fresh));
        }
        finally
        {
            foreach (string mounted in new[] { fresh, directory })
                Assert.Equal(0, LibC.umount2(mounted, LibC.MNT_DETACH));
            Directory.Delete(directory, recursive: true);
        }
    }

    [KernelFact]
    public void Without_the_directory_there_is_nothing_to_list()
    {
        var store = new NamespaceStore("/run/netns-that-is-not-there");

        Assert.Empty(store.List());
        Assert.Null(store.Find("x"));
    }

    private void Create(string name)
    {
        using var thread = new NamespaceThread();
        _store.Prepare();
        _store.Create(name, thread, null);
    }

    private static string[] MountsOf(string directory)
        => [.. File.ReadLines("/proc/self/mountinfo").Where(l => l.Split(' ')[4] == directory)];
}
