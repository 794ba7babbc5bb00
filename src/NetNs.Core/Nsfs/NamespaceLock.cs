using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// A namespace to oneself, among all processes that ask for it. Two locks (flock) are taken, and no file is made: the kernel lets go
/// of both when the holder dies.
/// <list type="number">
/// <item>The guard: a sysctl of the namespace that its root only can open. So nobody holds it who could not change the namespace anyway.</item>
/// <item>The namespace's own nsfs file: every path to the namespace leads to it, also that of a process with a /proc of its own, for
/// which the guard is another file. But everybody can open and lock it: who holds the guard waits for it for a short time only.</item>
/// </list>
/// </summary>
/// <remarks>A lock belongs to the open file, not to the thread: one <see cref="NamespaceHandle"/> must not take it twice.</remarks>
internal sealed class NamespaceLock : IDisposable
{
    /// <summary>Readable and writable for the namespace's root only, since it is a secret; it is never read.</summary>
    internal const string GuardPath = "/proc/sys/net/ipv4/tcp_fastopen_key";

    // Who holds it honestly does so for milliseconds.
    private static readonly TimeSpan GuardedPatience = TimeSpan.FromSeconds(1);

    private const int PollMilliseconds = 5;

    private readonly SafeFileHandle _file;
    private readonly SafeFileHandle? _guard;

    private NamespaceLock(SafeFileHandle file, SafeFileHandle? guard)
    {
        _file = file;
        _guard = guard;
    }

    /// <summary>
    /// Opens the guard of the namespace that the calling thread is in. Null where there is none: without IPv4, without /proc, without
    /// rights over the namespace.
    /// </summary>
    /// <exception cref="SystemCallException">No descriptor is left.</exception>
    internal static SafeFileHandle? OpenGuard()
    {
        SafeFileHandle guard = LibC.open(GuardPath, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        if (!guard.IsInvalid)
            return guard;
        return SystemCall.LastError is Errno.ENOENT or Errno.EACCES or Errno.EPERM ? null : throw new SystemCallException(SystemCall.LastError, $"open {GuardPath}");
    }

    /// <summary>Waits until the namespace is free of others, and takes it.</summary>
    /// <param name="target">The namespace.</param>
    /// <param name="guard">What <see cref="OpenGuard"/> gave inside of it; belongs to the lock from now on.</param>
    /// <param name="patience">How long others may keep it.</param>
    /// <param name="stopping">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    /// <exception cref="TimeoutException">Another process keeps it longer than <paramref name="patience"/>.</exception>
    internal static NamespaceLock Acquire(NamespaceHandle target, SafeFileHandle? guard, TimeSpan patience, CancellationToken stopping)
    {
        try
        {
            Take(guard ?? target.File, patience, stopping);
            if (guard is not null)
                TakeIfFree(target.File, stopping);
            return new NamespaceLock(target.File, guard);
        }
        catch
        {
            guard?.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _ = LibC.flock(_file, LibC.LOCK_UN);
        _guard?.Dispose();
    }

    // Who waits in the kernel gets the lock in turn, who asks again and again may never; but a thread in flock hears no Ctrl+C.
    // So another one waits there. It lives until it has the lock, and gives it back where nobody wants it any more.
    private static void Take(SafeFileHandle file, TimeSpan patience, CancellationToken stopping)
    {
        if (!TryLock(file) && !new LockWaiter(file).Wait(patience, stopping))
            throw new TimeoutException($"Another process has kept the network namespace locked for {patience.TotalSeconds:0} seconds.");
    }

    // No thread waits here: it would do so for as long as a stranger likes.
    private static void TakeIfFree(SafeFileHandle file, CancellationToken stopping)
    {
        long began = Stopwatch.GetTimestamp();
        while (!TryLock(file) && Stopwatch.GetElapsedTime(began) < GuardedPatience)
        {
            if (stopping.WaitHandle.WaitOne(PollMilliseconds))
                stopping.ThrowIfCancellationRequested();
        }
    }

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
}
