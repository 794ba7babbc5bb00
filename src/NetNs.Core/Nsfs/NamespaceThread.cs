using System.Runtime.ExceptionServices;
using NetNs.Interop;
using NetNs.Netlink;

namespace NetNs.Nsfs;

/// <summary>
/// A thread that works inside network namespaces and then dies. It is never pooled and never goes home, so that there is no
/// way home to get wrong. Threads inherit the namespace of the thread that makes them: work given to it must not start tasks,
/// timers or threads. What the runtime would start of its own accord, <see cref="RuntimeThreads"/> keeps from here.
/// </summary>
internal sealed class NamespaceThread : IDisposable
{
    // Enough for a P/Invoke and a few frames; the default would reserve eight megabytes.
    private const int StackSize = 256 * 1024;

    private readonly Lock _gate = new();

    // Without spinning: who spins gives its processor away on a busy machine, and gets it back milliseconds later. A wake-up takes 10 us.
    private readonly ManualResetEventSlim _wanted = new(false, spinCount: 0);
    private readonly ManualResetEventSlim _done = new(false, spinCount: 0);
    private readonly Thread _thread;
    private Action? _work;
    private bool _disposed;
    private bool _isBusy;
    private bool _isAhead;
    private Timer? _warmth;
    private ExceptionDispatchInfo? _failure;

    /// <summary>Starts the thread, in the caller's namespace.</summary>
    internal NamespaceThread()
    {
        _thread = new Thread(Serve, StackSize) { IsBackground = true, Name = "NetNs namespace" };
        _thread.UnsafeStart();
    }

    /// <summary>Runs <paramref name="work"/> inside a namespace on a fresh thread and returns what it returns.</summary>
    /// <remarks>Exceptions come back with their stack. Costs about 0.1 ms; opened sockets stay usable from any thread.</remarks>
    internal static T Run<T>(NamespaceHandle target, Func<T> work)
    {
        using var thread = new NamespaceThread();
        return thread.RunIn(target, work);
    }

    /// <summary>
    /// Runs <paramref name="work"/> inside a namespace on a fresh thread that has its own mounts, working directory and, where
    /// wanted, file descriptors: what a program started there inherits. Such a thread can never be used for anything else.
    /// </summary>
    /// <param name="target">The namespace.</param>
    /// <param name="ownDescriptors">Whether descriptors that the work opens, replaces or closes are no longer the process's.</param>
    /// <param name="work">What to do.</param>
    internal static T RunApart<T>(NamespaceHandle target, bool ownDescriptors, Func<T> work)
    {
        using var thread = new NamespaceThread();
        return thread.Invoke(() =>
        {
            Enter(target);
            // Mounts of its own take a working directory of its own with them (CLONE_FS), in a process of many threads too.
            SystemCall.Check(LibC.unshare(LibC.CLONE_NEWNS | (ownDescriptors ? LibC.CLONE_FILES : 0)), "take mounts of its own");
            return work();
        });
    }

    /// <summary>Runs <paramref name="work"/> inside a namespace on this thread, which stays there until the next call.</summary>
    internal T RunIn<T>(NamespaceHandle target, Func<T> work) => Invoke(() =>
    {
        Enter(target);
        return work();
    });

    /// <summary>Moves this thread into a namespace just made and runs <paramref name="work"/> there.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="prepare">What comes first, where <see cref="MakeAhead"/> has not done it.</param>
    internal T RunInNew<T>(Func<T> work, Action? prepare = null)
    {
        lock (_gate)
        {
            // Where making it ahead failed, the reason may be gone by now; if not, it is told from here.
            bool isMade = _isAhead && TryFinish();
            _isAhead = false;
            return Invoke(() =>
            {
                if (!isMade)
                    Make(prepare);
                return work();
            });
        }
    }

    /// <summary>
    /// Begins to make a namespace and returns at once; the next <see cref="RunInNew"/> takes it. Making one takes the kernel as
    /// long as all that is then done with it. One that nobody takes is gone when the thread does anything else.
    /// </summary>
    /// <param name="prepare">What to do in it first: the same that will be given to <see cref="RunInNew"/>.</param>
    internal void MakeAhead(Action? prepare = null)
    {
        lock (_gate)
        {
            if (_isAhead)
                return;
            // Nobody waits here meanwhile who could do it. Made before anything is begun: a timer may need a thread, too.
            _warmth ??= new Timer(static me => ((NamespaceThread)me!).KeepWarm(), this, RuntimeThreads.WarmPeriod, RuntimeThreads.WarmPeriod);
            Begin(() => Make(prepare));
            _isAhead = true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
                return;
            _disposed = true;
            TryFinish();
            _work = null;
            RuntimeThreads.Inside();
            _wanted.Set();
            _thread.Join();
            RuntimeThreads.Outside();
        }

        _warmth?.Dispose();
        _wanted.Dispose();
        _done.Dispose();
    }

    private static void Enter(NamespaceHandle target)
        => SystemCall.Check(LibC.setns(target.File, LibC.CLONE_NEWNET), "enter a network namespace");

    private static void Make(Action? prepare)
    {
        SystemCall.Check(LibC.unshare(LibC.CLONE_NEWNET), "create a network namespace");
        prepare?.Invoke();
    }

    private T Invoke<T>(Func<T> work)
    {
        lock (_gate)
        {
            TryFinish();
            _isAhead = false;
            T result = default!;
            Begin(() => result = work());
            Finish();
            return result;
        }
    }

    private void Begin(Action work)
    {
        _work = work;
        _isBusy = true;
        RuntimeThreads.Inside();
        _wanted.Set();
    }

    private void Finish()
    {
        // A name server may take longer to answer than the runtime keeps its threads.
        while (!_done.Wait(RuntimeThreads.WarmPeriod))
            RuntimeThreads.StillInside();
        _done.Reset();
        _isBusy = false;
        ExceptionDispatchInfo? failure = _failure;
        _failure = null;
        failure?.Throw();
    }

    // Whether what was begun ahead succeeded; true where nothing was.
    private bool TryFinish()
    {
        try
        {
            if (_isBusy)
                Finish();
            return true;
        }
        catch (Exception e) when (e is SystemCallException or NetlinkException)
        {
            return false;
        }
    }

    private void KeepWarm()
    {
        if (_isBusy && !_done.IsSet)
            RuntimeThreads.StillInside();
    }

    private void Serve()
    {
        while (true)
        {
            _wanted.Wait();
            _wanted.Reset();
            if (_work is not { } work)
            {
                RuntimeThreads.CountCompiled();
                return;
            }

            try
            {
                work();
            }
#pragma warning disable CA1031 // carried back to the caller, whatever it is
            catch (Exception e)
#pragma warning restore CA1031
            {
                _failure = ExceptionDispatchInfo.Capture(e);
            }

            // Here and not where it was begun: of what is made ahead nobody may want to know for long.
            RuntimeThreads.Outside();
            _done.Set();
        }
    }
}
