using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// The directory of named network namespaces, shared with <c>ip netns</c>: the same place, the same lock, the same mounts.
/// A name is a file that the namespace's nsfs file is bound over.
/// </summary>
internal sealed class NamespaceStore(string directory = NamespaceStore.DefaultDirectory, TimeSpan? patience = null)
{
    /// <summary>Where iproute2 keeps them (NETNS_RUN_DIR).</summary>
    internal const string DefaultDirectory = "/run/netns";

    // Others hold the lock for the time of two mounts.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TimeSpan _patience = patience ?? LockPatience;

    private readonly Lazy<ulong> _namespaceDevice = new(() => NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath)?.Device ?? 0);

    internal string Directory { get; } = directory;

    /// <summary>The file of a name. The name must have been checked: no "/", neither "." nor "..".</summary>
    internal string PathOf(string name) => $"{Directory}/{name}";

    /// <summary>
    /// Makes the directory ready, as <c>ip netns add</c> does: there, and a shared mount, so that namespaces made in one mount
    /// namespace show in others. The directory's lock keeps two processes from mounting twice.
    /// </summary>
    /// <exception cref="TimeoutException">Another process keeps the lock.</exception>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal void Prepare(CancellationToken stopping = default)
    {
        System.IO.Directory.CreateDirectory(Directory, DirectoryMode);
        using SafeFileHandle directory = LockDirectory(stopping);
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
    /// Makes a namespace, runs <paramref name="prepare"/> in it, then gives it a name. <see cref="Prepare"/> comes first, once.
    /// Nothing is left where something fails.
    /// </summary>
    /// <exception cref="SystemCallException">EEXIST where the name is taken.</exception>
    /// <exception cref="TimeoutException">Another process keeps the lock.</exception>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal NamespaceIdentity Create(string name, NamespaceThread thread, Action? prepare, CancellationToken stopping = default)
    {
        string path = PathOf(name);
        using SafeFileHandle file = CreateFile(path, stopping);
        bool mounted = false;
        try
        {
            return thread.RunInNew(() =>
            {
                // The name comes last: whoever finds it finds a namespace that is ready, even where this process is killed on the way.
                NamespaceIdentity identity = NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath).GetValueOrDefault();
                Bind(NamespaceHandle.CurrentThreadPath, file);
                mounted = true;
                // Once more: the mount holds the file that counts. Where somebody has taken it away again, what was seen before will do.
                return NamespaceHandle.IdentityOf(path) is { } bound && bound == identity ? bound : identity;
            }, prepare);
        }
        catch
        {
            if (mounted)
                _ = LibC.umount2(path, LibC.MNT_DETACH | LibC.UMOUNT_NOFOLLOW);
            _ = LibC.unlink(path);
            throw;
        }
    }

    /// <summary>Gives an existing namespace a name. <see cref="Prepare"/> comes first, once.</summary>
    /// <exception cref="SystemCallException">EEXIST where the name is taken.</exception>
    /// <exception cref="TimeoutException">Another process keeps the lock.</exception>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal void Attach(string name, NamespaceHandle target, CancellationToken stopping = default)
    {
        string path = PathOf(name);
        using SafeFileHandle file = CreateFile(path, stopping);
        try
        {
            // By descriptor: a path like /proc/1234/ns/net may meanwhile belong to another process.
            Bind(PathOf(target.File), file);
        }
        catch
        {
            _ = LibC.unlink(path);
            throw;
        }
    }

    /// <summary>
    /// Removes the file of a name that no namespace has: what a reboot, or a process that was killed, left behind. Waits where
    /// another process is making the namespace right now.
    /// </summary>
    /// <returns>Whether it was removed; false where it has a namespace by now, or is gone.</returns>
    /// <exception cref="TimeoutException">Another process keeps the lock.</exception>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal bool RemoveLeftover(string name, CancellationToken stopping = default)
    {
        string path = PathOf(name);
        using SafeFileHandle file = LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        if (file.IsInvalid)
            return SystemCall.LastError == Errno.ENOENT ? false : throw new SystemCallException(SystemCall.LastError, $"open {path}");
        SystemCall.Check(LibC.fstatfs(file, out StatFs fileSystem), $"look at {path}");
        if (fileSystem.Type == LibC.NSFS_MAGIC)
            return false;
        Lock(file, stopping);
        using SafeFileHandle directory = LockDirectory(stopping);
        // Somebody may have made the namespace meanwhile, or removed the file and made it anew.
        if (Find(name) is not { Identity: null } || !IsSameFile(file, path))
            return false;
        SystemCall.Check(LibC.unlink(path), $"remove {path}");
        return true;
    }

    /// <summary>
    /// Takes a name away. The namespace goes when nothing else holds it: a process, a socket, another mount.
    /// A symbolic link (a name somebody made with <c>ln -s</c>) goes itself; what it leads to is left alone.
    /// </summary>
    internal void Remove(string name)
    {
        string path = PathOf(name);
        // Until nothing is mounted there: two tools may have mounted over the same name.
        using SafeFileHandle held = LibC.open(path, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        bool wasMounted = false;
        while (LibC.umount2(path, LibC.MNT_DETACH | LibC.UMOUNT_NOFOLLOW) == 0)
            wasMounted = true;
        // EINVAL: nothing is mounted there (any more).
        if (!wasMounted && SystemCall.LastError is not (Errno.EINVAL or Errno.ENOENT))
            throw new SystemCallException(SystemCall.LastError, $"unmount {path}");
        if (LibC.unlink(path) == 0)
            return;
        var failure = new SystemCallException(SystemCall.LastError, $"remove {path}");
        // A directory that cannot be written keeps the name: then the namespace keeps it, too.
        if (wasMounted && !held.IsInvalid)
            _ = LibC.mount(PathOf(held), path, "none", LibC.MS_BIND, 0);
        throw failure;
    }

    /// <summary>All names, in the order of the directory. Empty where there is no directory.</summary>
    internal IEnumerable<NamespaceEntry> List()
    {
        if (NamespaceHandle.IdentityOf(Directory) is null)
            return [];
        try
        {
            return System.IO.Directory.GetFiles(Directory).Select(path => Describe(Path.GetFileName(path), path)).OfType<NamespaceEntry>();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException)
        {
            throw new SystemCallException(Errno.EACCES, $"list {Directory}");
        }
    }

    /// <summary>One name, or null where there is none.</summary>
    internal NamespaceEntry? Find(string name) => Describe(name, PathOf(name));

    /// <summary>Whether the name is a symbolic link to somewhere else, as <c>ln -s /proc/1234/ns/net</c> makes it.</summary>
    internal bool IsSymbolicLink(string name)
        => LibC.statx(LibC.AT_FDCWD, PathOf(name), LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_TYPE, out StatX status) == 0
            && (status.Mode & LibC.S_IFMT) == LibC.S_IFLNK;

    // All namespaces lie on one device, that of the kernel's nsfs: anything else is a plain file, or a link that leads nowhere.
    private NamespaceEntry? Describe(string name, string path)
    {
        NamespaceIdentity? identity = NamespaceHandle.IdentityOf(path);
        if (identity is null && LibC.statx(LibC.AT_FDCWD, path, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_INO, out _) < 0)
            return null; // gone since it was listed
        return new NamespaceEntry(name, path, identity?.Device == _namespaceDevice.Value ? identity : null);
    }

    // Locked for as long as it is open: a name without a namespace is being made while it is locked, and left over when it is not.
    private SafeFileHandle CreateFile(string path, CancellationToken stopping)
    {
        using SafeFileHandle directory = LockDirectory(stopping);
        // Mode 0, as iproute2 makes it: the file is a place to mount on, nothing to read. O_EXCL follows no symbolic link.
        SafeFileHandle file = SystemCall.Check(LibC.open(path, LibC.O_RDONLY | LibC.O_CREAT | LibC.O_EXCL | LibC.O_CLOEXEC, 0), $"create {path}");
        _ = LibC.flock(file, LibC.LOCK_EX | LibC.LOCK_NB); // free: nobody else opens it before the directory is free again
        return file;
    }

    private SafeFileHandle LockDirectory(CancellationToken stopping)
    {
        SafeFileHandle directory = SystemCall.Check(LibC.open(Directory, LibC.O_RDONLY | LibC.O_CLOEXEC, 0), $"open {Directory}");
        try
        {
            Lock(directory, stopping);
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static bool IsSameFile(SafeFileHandle file, string path)
        => LibC.statx(file, "", LibC.AT_EMPTY_PATH, LibC.STATX_INO, out StatX own) == 0
            && LibC.statx(LibC.AT_FDCWD, path, LibC.AT_SYMLINK_NOFOLLOW, LibC.STATX_INO, out StatX there) == 0 && own.Inode == there.Inode;

    private static string PathOf(SafeFileHandle file) => DescriptorPath.Of(file);

    // By descriptor: nobody can put another file in the place of the one just made.
    private static void Bind(string source, SafeFileHandle file)
        => SystemCall.Check(LibC.mount(source, PathOf(file), "none", LibC.MS_BIND, 0), "bind a network namespace to its name");

    // Everybody who may read the directory can lock it, and keep it locked: nobody waits for that for ever.
    private void Lock(SafeFileHandle directory, CancellationToken stopping)
    {
        while (LibC.flock(directory, LibC.LOCK_EX | LibC.LOCK_NB) < 0)
        {
            if (SystemCall.LastError == Errno.EAGAIN)
            {
                if (new LockWaiter(directory).Wait(_patience, stopping))
                    return;
                throw new TimeoutException($"Another process has kept {Directory} locked for {_patience.TotalSeconds:0} seconds.");
            }

            if (SystemCall.LastError != Errno.EINTR)
                throw new SystemCallException(SystemCall.LastError, $"lock {Directory}");
        }
    }
}

/// <summary>A file of the namespace directory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its path.</param>
/// <param name="Identity">Which namespace it leads to; null where it leads to none (stale).</param>
internal sealed record NamespaceEntry(string Name, string Path, NamespaceIdentity? Identity);
