using System.Net.Sockets;
using System.Runtime;
using System.Runtime.InteropServices;
using NetNs.Interop;

namespace NetNs.Nsfs;

/// <summary>
/// The threads that the .NET runtime makes for itself. It makes them when they are first needed, on whichever thread needs them,
/// and a thread inherits the namespace of the one that makes it: there it keeps the namespace alive, and does later work of others.
/// </summary>
/// <remarks>
/// All of them, by the name in /proc, with what keeps them at home:
/// <list type="bullet">
/// <item>.NET Tiered Compilation Worker: made by a call; ends after 4 s. <see cref="CompilerThread"/>.</item>
/// <item>.NET BGC: made by an allocation; ends after 20 s. <see cref="CollectorThread"/>.</item>
/// <item>.NET TP Worker: made by queued work where fewer are there than wanted; ends after 20 s. <see cref="Warm"/>.</item>
/// <item>.NET TP Gate, .NET Timer, .NET Sockets, .NET SigHandler: made at first need, never end. <see cref="Warm"/>.</item>
/// <item>.NET TP Wait: made by a registered wait, one for each 63; ends with its last wait. One wait stays registered by <see cref="Warm"/>.</item>
/// <item>Finalizer, tracing, debugger: there before any of our code.</item>
/// </list>
/// </remarks>
internal static class RuntimeThreads
{
    /// <summary>How often <see cref="Warm"/> must be repeated while a thread is inside.</summary>
    internal static readonly TimeSpan WarmPeriod = CompilerThread.Period;

    // These two stand for a thread of the process, and know when it was last looked after.
    private static readonly CompilerThread Compiler = new();
    private static readonly CollectorThread Collector = new();

    // Not before a thread stays inside for long: it takes 20 ms.
    private static readonly Lazy<RuntimeWorkers> Workers = new(static () => new RuntimeWorkers(StartServiceThreads()));

    // Once, before the first thread goes inside.
    private static readonly Lazy<bool> Calls = new(static () =>
    {
        LibC.Prepare();
        return true;
    });

    private static long _compiledInside;

    /// <summary>
    /// How many methods were compiled at run time on threads that work inside namespaces. A module that is compiled ahead of time has none: a test holds it there.
    /// </summary>
    internal static long CompiledInside => Volatile.Read(ref _compiledInside);

    /// <summary>Adds what was compiled on this thread, which worked inside namespaces and ends.</summary>
    internal static void CountCompiled() => Interlocked.Add(ref _compiledInside, JitInfo.GetCompiledMethodCount(currentThread: true));

    /// <summary>
    /// To be called at home before a thread goes inside for more than a moment, and again each <see cref="WarmPeriod"/>: makes the
    /// runtime's service threads and the pool's minimum of workers, where they are not there. Within that minimum, work that is
    /// queued from inside a namespace then finds a worker and makes none.
    /// </summary>
    internal static void Warm()
    {
        Compiler.KeepAlive();
        Workers.Value.KeepAlive();
    }

    /// <summary>To be called at home before a thread does anything inside; <see cref="Outside"/> comes when it has done it.</summary>
    internal static void Inside()
    {
        _ = Calls.Value;
        Compiler.KeepAlive();
        Collector.Hold();
    }

    /// <summary>To be called at home each <see cref="WarmPeriod"/> while a thread that needs no other of the runtime's is inside.</summary>
    internal static void StillInside() => Compiler.KeepAlive();

    /// <summary>Ends one <see cref="Inside"/>.</summary>
    internal static void Outside() => Collector.Release();

    /// <summary>The threads of this process that are in a namespace.</summary>
    internal static List<(int Id, string Name)> FindIn(NamespaceIdentity target)
    {
        var found = new List<(int, string)>();
        foreach (string task in Directory.EnumerateDirectories("/proc/self/task"))
        {
            if (NamespaceHandle.IdentityOf($"{task}/ns/net") == target)
                found.Add((int.Parse(Path.GetFileName(task.AsSpan()), System.Globalization.CultureInfo.InvariantCulture), NameOf(task)));
        }

        return found;
    }

    // A thread may end while it is looked at.
    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm").TrimEnd();
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static RegisteredWaitHandle StartServiceThreads()
    {
        // Signal handling: its thread also tells of children that end.
        PosixSignalRegistration.Create(PosixSignal.SIGCONT, static _ => { }).Dispose();
        new Timer(static _ => { }, null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan).Dispose();
        StartSocketThreads();
        // Never set, never unregistered: as long as one wait is registered, the runtime keeps the thread that waits.
        return ThreadPool.RegisterWaitForSingleObject(new ManualResetEvent(false), static (_, _) => { }, null, Timeout.Infinite, executeOnlyOnce: true);
    }

    // A receive that cannot be served at once is what the runtime starts its socket threads for.
    private static void StartSocketThreads()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        using var stop = new CancellationTokenSource();
        ValueTask<int> nothing = socket.ReceiveAsync(new byte[1], SocketFlags.None, stop.Token);
        stop.Cancel();
        try
        {
            nothing.AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            // As intended.
        }
        catch (SocketException)
        {
            // A sandbox without such sockets has no need for their threads either.
        }
    }
}
