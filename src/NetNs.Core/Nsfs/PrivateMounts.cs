using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// The mounts that a process inside a namespace should see, as <c>ip netns exec</c> arranges them: a /sys that shows the
/// namespace's links, and the files of /etc/netns/NAME in place of those of /etc. For a thread that has mounts of its own.
/// </summary>
internal static class PrivateMounts
{
    /// <summary>Where a namespace's own configuration files are (NETNS_ETC_DIR of iproute2).</summary>
    internal const string FilesDirectory = "/etc/netns";

    private const uint SysFlags = LibC.MS_NOSUID | LibC.MS_NODEV | LibC.MS_NOEXEC;

    /// <summary>Arranges the mounts of the calling thread.</summary>
    /// <param name="name">The namespace's name; null where it has none, and so no files.</param>
    /// <returns>In words, what could not be arranged.</returns>
    /// <exception cref="SystemCallException">The mounts cannot be kept from changing everybody's.</exception>
    internal static List<string> Arrange(string? name)
    {
        // Slave: what is mounted here stays here, what is mounted (or unmounted) outside still comes in. Without it, a namespace
        // that is removed outside would live on in here.
        SystemCall.Check(LibC.mount("", "/", "none", LibC.MS_SLAVE | LibC.MS_REC, 0), "separate the mounts");
        var refused = new List<string>();
        ReplaceSys(refused);
        if (name is not null)
            BindFiles($"{FilesDirectory}/{name}", refused);
        return refused;
    }

    // sysfs shows the links of the namespace that it was mounted in.
    private static void ReplaceSys(List<string> refused)
    {
        List<MountEntry> mounts = MountEntry.Under("/sys");
        bool readOnly = mounts.LastOrDefault(m => m.Path == "/sys")?.IsReadOnly ?? false;
        // Control groups and others are mounted below; they are held open to be bound into the new /sys.
        List<Mounted> below = [.. Topmost(mounts).Select(m => new Mounted(m, LibC.open(m, LibC.O_PATH | LibC.O_CLOEXEC, 0)))];
        try
        {
            if (LibC.mount("sysfs", "/sys", "sysfs", SysFlags | (readOnly ? LibC.MS_RDONLY : 0), 0) < 0)
            {
                // EBUSY: it is this namespace's /sys already.
                if (SystemCall.LastError != Errno.EBUSY)
                    refused.Add($"/sys still shows the links of another namespace: {Reason()}");
                return;
            }

            foreach (Mounted mounted in below)
            {
                // Not to be opened: it was hidden by another mount anyway.
                if (!mounted.Handle.IsInvalid && LibC.mount(DescriptorPath.Of(mounted.Handle), mounted.Path, "none", LibC.MS_BIND | LibC.MS_REC, 0) < 0)
                    refused.Add($"{mounted.Path} is missing: {Reason()}");
            }
        }
        finally
        {
            foreach (Mounted mounted in below)
                mounted.Handle.Dispose();
        }
    }

    private static IEnumerable<string> Topmost(List<MountEntry> mounts)
    {
        List<string> paths = [.. mounts.Select(m => m.Path).Where(p => p != "/sys").Distinct()];
        return paths.Where(p => !paths.Any(above => p.StartsWith(above + "/", StringComparison.Ordinal)));
    }

    private static void BindFiles(string directory, List<string> refused)
    {
        if (!Directory.Exists(directory))
            return;
        foreach (string source in Directory.EnumerateFileSystemEntries(directory))
        {
            // Mounting follows symbolic links: over what /etc/resolv.conf leads to, for one.
            string target = $"/etc/{Path.GetFileName(source)}";
            if (LibC.mount(source, target, "none", LibC.MS_BIND, 0) < 0)
                refused.Add($"{source} does not take the place of {target}: {Reason()}");
        }
    }

    private static string Reason() => System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(SystemCall.LastError) + ".";

    /// <summary>A mount below another, held open.</summary>
    private sealed record Mounted(string Path, SafeFileHandle Handle);
}
