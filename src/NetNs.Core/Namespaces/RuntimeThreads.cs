using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace NetNs.Namespaces;

/// <summary>
/// The threads that the .NET runtime makes for itself. It makes them when they are first needed, on whichever thread needs them,
/// and a thread inherits the namespace of the one that makes it: those must be there before a thread goes inside.
/// </summary>
internal static class RuntimeThreads
{
    /// <summary>How often <see cref="Warm"/> must be repeated while a thread is inside: idle pool workers end after 20 seconds.</summary>
    internal static readonly TimeSpan WarmPeriod = TimeSpan.FromSeconds(8);

    // A busy pool may take long to run anything; enough workers are there then in any case.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    // Never set, never unregistered: as long as one wait is registered, the runtime keeps the thread that waits.
    private static readonly RegisteredWaitHandle Waiting = StartServiceThreads();

    /// <summary>
    /// Makes the runtime's service threads and the pool's minimum of workers, where they are not there. Within that minimum, work
    /// that is queued from inside a namespace then finds a worker and makes none.
    /// </summary>
    internal static void Warm()
    {
        GC.KeepAlive(Waiting);
        ThreadPool.GetMinThreads(out int wanted, out _);
        if (ThreadPool.ThreadCount >= wanted)
            return;
        // Work that ends only when all of it has begun needs that many workers at the same time.
        var begun = new CountdownEvent(wanted);
        for (int i = 0; i < wanted; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static all =>
            {
                all.Signal();
                all.Wait(Patience);
            }, begun, preferLocal: false);
        }

        begun.Wait(Patience);
    }

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
