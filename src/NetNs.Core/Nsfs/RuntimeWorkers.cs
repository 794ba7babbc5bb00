namespace NetNs.Nsfs;

/// <summary>
/// The workers of the thread pool. Idle ones end after twenty seconds, and work that is queued makes new ones on the thread that
/// queues it, as long as fewer are there than the pool's minimum.
/// </summary>
/// <param name="waiting">A wait that is registered with the pool for as long as this lives.</param>
internal sealed class RuntimeWorkers(RegisteredWaitHandle waiting)
{
    // With the period of those who repeat it: less than the twenty seconds.
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(10);

    // A busy pool may take long to run anything; enough workers are there then in any case.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private long _usedAt = -(long)Rest.TotalMilliseconds;

    /// <summary>Makes the pool's minimum of workers where they are not there, and gives all of them something to do.</summary>
    internal void KeepAlive()
    {
        GC.KeepAlive(waiting);
        ThreadPool.GetMinThreads(out int wanted, out _);
        lock (_gate)
        {
            if (ThreadPool.ThreadCount >= wanted && Environment.TickCount64 - _usedAt < (long)Rest.TotalMilliseconds)
                return;
            _usedAt = Environment.TickCount64;
        }

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

        // A worker that waited here would be one too few.
        if (!Thread.CurrentThread.IsThreadPoolThread)
            begun.Wait(Patience);
    }
}
