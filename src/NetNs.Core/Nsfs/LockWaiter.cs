using Microsoft.Win32.SafeHandles;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>A thread that waits for a lock in the kernel, where its maker can stop waiting for it.</summary>
internal sealed class LockWaiter
{
    private const int StackSize = 256 * 1024;

    private readonly Lock _gate = new();
    private readonly SafeFileHandle _file;

    private readonly TaskCompletionSource _done = new();
    private int _errno;
    private bool _isHeld;
    private bool _isUnwanted;

    internal LockWaiter(SafeFileHandle file)
    {
        _file = file;
        bool added = false;
        file.DangerousAddRef(ref added); // the descriptor outlives its owner until the thread is through
        new Thread(Serve, StackSize) { IsBackground = true, Name = "NetNs lock" }.UnsafeStart();
    }

    /// <summary>Waits for the lock: true where it is held now, false where it took too long.</summary>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal bool Wait(TimeSpan patience, CancellationToken stopping)
    {
        try
        {
            _done.Task.Wait((int)patience.TotalMilliseconds, stopping);
        }
        catch (OperationCanceledException)
        {
            // Told below, unless the lock came at the same moment: then it is held, and the caller's next look stops it.
        }

        lock (_gate)
        {
            if (_isHeld)
                return true;
            _isUnwanted = true;
        }

        stopping.ThrowIfCancellationRequested();
        return _errno == 0 ? false : throw new SystemCallException(_errno, "lock a network namespace");
    }

    private void Serve()
    {
        int errno = 0;
        while (LibC.flock(_file, LibC.LOCK_EX) < 0)
        {
            errno = SystemCall.LastError;
            if (errno != Errno.EINTR)
                break;
            errno = 0;
        }

        lock (_gate)
        {
            _errno = errno;
            _isHeld = errno == 0 && !_isUnwanted;
            if (errno == 0 && _isUnwanted)
                _ = LibC.flock(_file, LibC.LOCK_UN);
        }

        _file.DangerousRelease();
        _done.SetResult();
    }
}
