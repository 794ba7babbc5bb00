using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>What makes a network namespace the same one among those that are alive: device and inode of its nsfs file, never its name.</summary>
internal readonly record struct NamespaceIdentity(ulong Device, ulong Inode)
{
    /// <summary>
    /// The change time of the nsfs file in nanoseconds, where a mount holds the file, as under /run/netns; else 0. It tells apart a namespace and another that
    /// got its inode number later. 0 before Linux 5.8, too.
    /// </summary>
    internal long Born { get; init; }

    /// <summary>Device and inode: the file of a process's namespace may be made anew each time it is opened.</summary>
    public bool Equals(NamespaceIdentity other) => Device == other.Device && Inode == other.Inode;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Device, Inode);
}

/// <summary>An open network namespace: while it is open, the namespace lives and cannot be mistaken for another.</summary>
internal sealed class NamespaceHandle : IDisposable
{
    /// <summary>The calling thread's own; /proc/self speaks of the main thread and would tell the wrong story.</summary>
    internal const string CurrentThreadPath = "/proc/thread-self/ns/net";

    /// <summary>NS_GET_ID, linux/nsfs.h of Linux 6.18: the headers of most build machines do not have it yet.</summary>
    private const uint GetIdRequest = 0x8008b70d;

    private NamespaceHandle(SafeFileHandle file, NamespaceIdentity identity)
    {
        File = file;
        Identity = identity;
    }

    internal SafeFileHandle File { get; }

    internal NamespaceIdentity Identity { get; }

    /// <summary>The number of the namespace that the kernel never uses again; null before Linux 6.18, where only a socket tells it.</summary>
    internal ulong? Cookie => LibC.ioctl(File, GetIdRequest, out ulong cookie) == 0 ? cookie : null;

    /// <summary>Opens the namespace that a file stands for.</summary>
    /// <exception cref="SystemCallException">The file cannot be opened.</exception>
    /// <exception cref="NotANamespaceException">It is a file, but no namespace: what a reboot or a crash leaves behind.</exception>
    internal static NamespaceHandle Open(string path)
    {
        // Looked at first, without opening it: opening a FIFO would wait for a writer, and opening a device may set something off.
        using SafeFileHandle place = SystemCall.Check(LibC.open(path, LibC.O_PATH | LibC.O_CLOEXEC, 0), $"open network namespace {path}");
        SystemCall.Check(LibC.fstatfs(place, out StatFs fileSystem), $"look at {path}");
        if (fileSystem.Type is not (LibC.NSFS_MAGIC or LibC.PROC_SUPER_MAGIC))
            throw new NotANamespaceException(path);
        // By descriptor: what was looked at is what is opened, whatever has taken the path meanwhile.
        SafeFileHandle file = SystemCall.Check(LibC.open(DescriptorPath.Of(place), LibC.O_RDONLY | LibC.O_CLOEXEC, 0), $"open network namespace {path}");
        try
        {
            return IsNetwork(file) ? new NamespaceHandle(file, Identify(file, path)) : throw new NotANamespaceException(path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The namespace of the calling thread.</summary>
    internal static NamespaceHandle OpenCurrent() => Open(CurrentThreadPath);

    /// <summary>Which namespace (or other file) a path leads to, without opening it. Null where it leads nowhere.</summary>
    internal static NamespaceIdentity? IdentityOf(string path)
        => LibC.statx(LibC.AT_FDCWD, path, 0, LibC.STATX_INO | LibC.STATX_CTIME, out StatX status) < 0 ? null : FromStatus(in status);

    public void Dispose() => File.Dispose();

    // A kernel older than 4.11 does not say; entering will.
    private static bool IsNetwork(SafeFileHandle file)
        => LibC.ioctl(file, LibC.NS_GET_NSTYPE) is int type && (type < 0 ? SystemCall.LastError == Errno.ENOTTY : type == LibC.CLONE_NEWNET);

    private static NamespaceIdentity Identify(SafeFileHandle file, string path)
    {
        SystemCall.Check(LibC.statx(file, "", LibC.AT_EMPTY_PATH, LibC.STATX_INO | LibC.STATX_CTIME, out StatX status), $"look at {path}");
        return FromStatus(in status);
    }

    private static NamespaceIdentity FromStatus(in StatX status)
        => new(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode) 
        {
            Born = (status.Attributes & LibC.STATX_ATTR_MOUNT_ROOT) != 0 ? (status.ChangedSeconds * 1_000_000_000) + status.ChangedNanoseconds : 0,
        };
}

/// <summary>A file stands where a network namespace was expected, and is none.</summary>
internal sealed class NotANamespaceException(string path) : IOException($"{path} is not a network namespace.")
{
    internal string Path { get; } = path;
}
