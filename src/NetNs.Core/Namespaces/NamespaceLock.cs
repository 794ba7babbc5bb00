using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Namespaces;

/// <summary>
/// A namespace to oneself, among all processes that ask for it: an exclusive flock on its nsfs file. Every path to the namespace
/// leads to the same inode, so all meet there; nothing is left in a file system, and the kernel lets go when the holder dies.
/// </summary>
/// <remarks>The lock belongs to the open file, not to the thread: one <see cref="NamespaceHandle"/> must not take it twice.</remarks>
internal sealed class NamespaceLock : IDisposable
{
    private readonly SafeFileHandle _file;

    private NamespaceLock(SafeFileHandle file)
    {
        _file = file;
    }

    /// <summary>Waits until the namespace is free of others, and takes it.</summary>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    /// <exception cref="TimeoutException">Another process keeps it longer than <paramref name="patience"/>.</exception>
    internal static NamespaceLock Acquire(NamespaceHandle target, TimeSpan patience, CancellationToken stopping)
    {
        if (!TryLock(target.File))
            Wait(target.File, patience, stopping);
        return new NamespaceLock(target.File);
    }

    public void Dispose() => _ = LibC.flock(_file, LibC.LOCK_UN);

    private static bool TryLock(SafeFileHandle file)
    {
        while (LibC.flock(file, LibC.LOCK_EX | LibC.LOCK_NB) < 0)
        {
            if (SystemCall.LastError == Errno.EAGAIN)
                return false;
            if (SystemCall.LastError != Errno.EINTR)
                throw new SystemCallException(SystemCall.LastError, "lock a network namespace");
        }

        return true;
    }

    // Who waits in the kernel gets the lock in turn, who asks again and again may never; but a thread in flock hears no Ctrl+C.
    // So another one waits there. It lives until it has the lock, and gives it back where nobody wants it any more.
    private static void Wait(SafeFileHandle file, TimeSpan patience, CancellationToken stopping)
    {
        if (!new LockWaiter(file).Wait(patience, stopping))
            throw new TimeoutException($"Another process has kept the network namespace locked for {patience.TotalSeconds:0} seconds.");
    }
}
