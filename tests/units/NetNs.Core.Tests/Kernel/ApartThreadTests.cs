using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Tests.Support;

namespace NetNs.Tests.Kernel;

public sealed class ApartThreadTests : KernelTest
{
    [KernelFact]
    public void It_is_inside_with_mounts_and_a_directory_of_its_own()
    {
        NamespaceFixture made = NewNamespace();
        string mounts = LinkOf("/proc/thread-self/ns/mnt");
        string directory = LinkOf("/proc/thread-self/cwd");

        (NamespaceIdentity namespaceOfThread, string mountsOfThread) = NamespaceThread.RunApart(made.Handle, ownDescriptors: false,
            () => (NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath)!.Value, LinkOf("/proc/thread-self/ns/mnt")));

        Assert.Equal(made.Handle.Identity, namespaceOfThread);
        Assert.NotEqual(mounts, mountsOfThread);
        Assert.Equal(mounts, LinkOf("/proc/thread-self/ns/mnt"));
        Assert.Equal(directory, LinkOf("/proc/thread-self/cwd"));
    }

    [KernelFact]
    public void What_it_mounts_stays_with_it()
    {
        NamespaceFixture made = NewNamespace();
        string before = File.ReadAllText("/proc/self/mountinfo");

        List<string> inside = NamespaceThread.RunApart(made.Handle, ownDescriptors: false, () =>
        {
            Assert.Empty(PrivateMounts.Arrange(null));
            return Directory.EnumerateFileSystemEntries("/sys/class/net").Select(p => Path.GetFileName(p)).ToList();
        });

        Assert.Equal(["lo"], inside);
        Assert.Equal(before, File.ReadAllText("/proc/self/mountinfo"));
    }

    [KernelFact]
    public void What_was_mounted_below_sys_is_there_as_before()
    {
        NamespaceFixture made = NewNamespace();
        List<string> before = Below(MountEntry.Under("/sys"));

        List<string> inside = NamespaceThread.RunApart(made.Handle, ownDescriptors: false, () =>
        {
            PrivateMounts.Arrange(null);
            // Those under the old /sys are still listed, hidden: each shows twice.
            return Below(MountEntry.Under("/sys"));
        });

        Assert.Equal(before.SelectMany(m => new[] { m, m }), inside);
    }

    [KernelFact]
    public void Descriptors_of_its_own_leave_those_of_the_process_alone()
    {
        NamespaceFixture made = NewNamespace();
        string output = LinkOf("/proc/self/fd/1");
        using Microsoft.Win32.SafeHandles.SafeFileHandle other = File.OpenHandle("/dev/null");

        string inside = NamespaceThread.RunApart(made.Handle, ownDescriptors: true, () =>
        {
            SystemCall.Check(LibC.dup2(other, 1), "redirect");
            return LinkOf("/proc/thread-self/fd/1");
        });

        Assert.EndsWith("/dev/null", inside, StringComparison.Ordinal); // in a chroot, the whole path
        Assert.Equal(output, LinkOf("/proc/self/fd/1"));
    }

    [KernelFact]
    public void Mount_points_are_read_with_their_blanks()
    {
        NamespaceFixture made = NewNamespace();
        string directory = Directory.CreateTempSubdirectory("netns test ").FullName;
        try
        {
            MountEntry entry = NamespaceThread.RunApart(made.Handle, ownDescriptors: false, () =>
            {
                SystemCall.Check(LibC.mount("", "/", "none", LibC.MS_SLAVE | LibC.MS_REC, 0), "separate the mounts");
                SystemCall.Check(LibC.mount("none", directory, "tmpfs", LibC.MS_RDONLY, 0), "mount");
                return Assert.Single(MountEntry.Under(Path.GetDirectoryName(directory)!), m => m.Path == directory);
            });

            Assert.True(entry.IsReadOnly);
        }
        finally
        {
            Directory.Delete(directory);
        }
    }

    private static List<string> Below(List<MountEntry> mounts) => [.. mounts.Select(m => m.Path).Where(p => p != "/sys").Order(StringComparer.Ordinal)];

    private static string LinkOf(string path) => new FileInfo(path).LinkTarget!;
}
