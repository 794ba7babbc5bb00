using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// Moves the calling thread into a namespace and always brings it back: for code that must run on this very thread, and for
/// nothing else. To be disposed in a <c>finally</c>, on the same thread. Scopes nest: the inner one returns to the outer one.
/// </summary>
internal sealed class NamespaceScope : IDisposable
{
    private const int Attempts = 10;

    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly NamespaceHandle _target;
    private readonly NamespaceHandle _home;
    private readonly Timer _warmth;
    private bool _isInside;

    /// <summary>Enters the namespace.</summary>
    /// <param name="target">Where to go. Must stay open while the scope lives.</param>
    /// <exception cref="SystemCallException">Entering it, or coming back, is not permitted; the thread has not moved.</exception>
    internal NamespaceScope(NamespaceHandle target)
    {
        RuntimeThreads.Warm();
        _target = target;
        _home = NamespaceHandle.OpenCurrent();
        // While work inside lasts, the runtime's threads are kept at home from there.
        _warmth = new Timer(static _ => RuntimeThreads.Warm(), null, RuntimeThreads.WarmPeriod, RuntimeThreads.WarmPeriod);
        try
        {
            // In a user namespace that does not own the one at home there would be no way back: found out while still there.
            Move(_home, "enter a network namespace and come back");
            Enter();
        }
        catch
        {
            _warmth.Dispose();
            _home.Dispose();
            throw;
        }
    }

    /// <summary>Where the thread was before, and where it will be after.</summary>
    internal NamespaceIdentity Home => _home.Identity;

    /// <summary>Goes inside again.</summary>
    internal void Enter()
    {
        RuntimeThreads.Inside();
        try
        {
            Move(_target, "enter a network namespace");
            _isInside = true;
        }
        finally
        {
            if (!_isInside)
                RuntimeThreads.Outside();
        }
    }

    /// <summary>Goes home for a while.</summary>
    /// <exception cref="NamespaceLostException">The thread is stuck inside.</exception>
    internal void Leave()
    {
        if (!_isInside)
            return;
        if (Environment.CurrentManagedThreadId != _thread)
            throw new InvalidOperationException("A namespace can be left on the thread that entered it only.");
        Return();
        _isInside = false;
        RuntimeThreads.Outside();
    }

    public void Dispose()
    {
        try
        {
            Leave();
        }
        finally
        {
            _warmth.Dispose();
            _home.Dispose();
        }
    }

    // Nothing is worse than a thread that stays inside unnoticed: what the kernel refuses for want of memory, it may grant a moment later.
    private void Return()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                Move(_home, "return from a network namespace");
                return;
            }
            catch (SystemCallException) when (attempt < Attempts)
            {
                Thread.Yield();
            }
            catch (SystemCallException e)
            {
                throw new NamespaceLostException(e);
            }
        }
    }

    private static void Move(NamespaceHandle where, string what) => SystemCall.Check(LibC.setns(where.File, LibC.CLONE_NEWNET), what);
}

/// <summary>A thread went into a namespace and cannot come back: whatever runs on it from now on runs in the wrong place.</summary>
internal sealed class NamespaceLostException(SystemCallException reason)
    : IOException($"This thread cannot return to its own network namespace: {reason.Message} Everything that runs on it from now on runs in the wrong one: end this session.", reason);
