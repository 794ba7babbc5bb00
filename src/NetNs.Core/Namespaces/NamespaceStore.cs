using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Namespaces;

/// <summary>
/// The directory of named network namespaces, shared with <c>ip netns</c>: the same place, the same lock, the same mounts.
/// A name is a file that the namespace's nsfs file is bound over.
/// </summary>
internal sealed class NamespaceStore(string directory = NamespaceStore.DefaultDirectory)
{
    /// <summary>Where iproute2 keeps them (NETNS_RUN_DIR).</summary>
    internal const string DefaultDirectory = "/run/netns";

    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    internal string Directory { get; } = directory;

    /// <summary>The file of a name. The name must have been checked: no "/", neither "." nor "..".</summary>
    internal string PathOf(string name) => $"{Directory}/{name}";

    /// <summary>
    /// Makes the directory ready, as <c>ip netns add</c> does: there, and a shared mount, so that namespaces made in one mount
    /// namespace show in others. The directory's lock keeps two processes from mounting twice.
    /// </summary>
    internal void Prepare()
    {
        System.IO.Directory.CreateDirectory(Directory, DirectoryMode);
        using SafeFileHandle directory = SystemCall.Check(LibC.open(Directory, LibC.O_RDONLY | LibC.O_CLOEXEC, 0), $"open {Directory}");
        Lock(directory);
        bool bound = false;
        while (LibC.mount("", Directory, "none", LibC.MS_SHARED | LibC.MS_REC, 0) < 0)
        {
            // EINVAL: the directory is no mount point yet.
            if (SystemCall.LastError != Errno.EINVAL || bound)
                throw new SystemCallException(SystemCall.LastError, $"make the mount of {Directory} shared");
            SystemCall.Check(LibC.mount(Directory, Directory, "none", LibC.MS_BIND | LibC.MS_REC, 0), $"bind {Directory} to itself");
            // A bind mount joins its parent's peer group; it must leave it before it becomes a group of its own,
            // or every namespace would show up twice.
            SystemCall.Check(LibC.mount("", Directory, "none", LibC.MS_PRIVATE | LibC.MS_REC, 0), $"make the mount of {Directory} private");
            bound = true;
        }
    }

    /// <summary>
    /// Makes a namespace and gives it a name, then runs <paramref name="inside"/> in it. <see cref="Prepare"/> comes first, once.
    /// Nothing is left where something fails.
    /// </summary>
    /// <exception cref="SystemCallException">EEXIST where the name is taken.</exception>
    internal T Create<T>(string name, NamespaceThread thread, Func<T> inside)
    {
        string path = PathOf(name);
        CreateFile(path);
        bool mounted = false;
        try
        {
            return thread.RunInNew(() =>
            {
                Bind(NamespaceHandle.CurrentThreadPath, path);
                mounted = true;
                return inside();
            });
        }
        catch
        {
            if (mounted)
                _ = LibC.umount2(path, LibC.MNT_DETACH);
            _ = LibC.unlink(path);
            throw;
        }
    }

    /// <summary>Gives an existing namespace a name.</summary>
    /// <param name="name">The new name.</param>
    /// <param name="source">A path that leads to the namespace: /proc/1234/ns/net.</param>
    internal void Attach(string name, string source)
    {
        string path = PathOf(name);
        CreateFile(path);
        try
        {
            Bind(source, path);
        }
        catch
        {
            _ = LibC.unlink(path);
            throw;
        }
    }

    /// <summary>Takes a name away. The namespace goes when nothing else holds it: a process, a socket, another mount.</summary>
    internal void Remove(string name)
    {
        string path = PathOf(name);
        // EINVAL: a file that nothing is mounted over (stale), to be unlinked all the same.
        if (LibC.umount2(path, LibC.MNT_DETACH) < 0 && SystemCall.LastError is not (Errno.EINVAL or Errno.ENOENT))
            throw new SystemCallException(SystemCall.LastError, $"unmount {path}");
        SystemCall.Check(LibC.unlink(path), $"remove {path}");
    }

    /// <summary>All names, in the order of the directory. Empty where there is no directory.</summary>
    internal IEnumerable<NamespaceEntry> List()
    {
        ulong directoryDevice = NamespaceHandle.IdentityOf(Directory)?.Device ?? 0;
        if (directoryDevice == 0)
            yield break;
        foreach (string path in System.IO.Directory.EnumerateFileSystemEntries(Directory))
            yield return Describe(Path.GetFileName(path), path, directoryDevice);
    }

    /// <summary>One name, or null where there is none.</summary>
    internal NamespaceEntry? Find(string name)
    {
        string path = PathOf(name);
        ulong directoryDevice = NamespaceHandle.IdentityOf(Directory)?.Device ?? 0;
        return NamespaceHandle.IdentityOf(path) is null ? null : Describe(name, path, directoryDevice);
    }

    // A plain file lies on the directory's own device; a namespace on nsfs'.
    private static NamespaceEntry Describe(string name, string path, ulong directoryDevice)
    {
        NamespaceIdentity? identity = NamespaceHandle.IdentityOf(path);
        return new NamespaceEntry(name, path, identity?.Device == directoryDevice ? null : identity);
    }

    private static void CreateFile(string path)
    {
        // Mode 0, as iproute2 makes it: the file is a place to mount on, nothing to read.
        SystemCall.Check(LibC.open(path, LibC.O_RDONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_CLOEXEC, 0), $"create {path}").Dispose();
    }

    private static void Bind(string source, string path)
        => SystemCall.Check(LibC.mount(source, path, "none", LibC.MS_BIND, 0), $"bind a network namespace to {path}");

    private void Lock(SafeFileHandle directory)
    {
        while (LibC.flock(directory, LibC.LOCK_EX) < 0)
        {
            if (SystemCall.LastError != Errno.EINTR)
                throw new SystemCallException(SystemCall.LastError, $"lock {Directory}");
        }
    }
}
