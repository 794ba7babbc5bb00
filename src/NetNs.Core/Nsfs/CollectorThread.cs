using System.Runtime;

namespace NetNs.Nsfs;

/// <summary>
/// The thread on which the runtime collects garbage while others work. The thread whose allocation begins such a collection makes
/// it where it is not there, and after twenty seconds without one it ends. While a thread is inside a namespace, all wait for each
/// other instead: such a collection needs no thread.
/// </summary>
internal sealed class CollectorThread
{
    private readonly Lock _gate = new();
    private int _holds;
    private GCLatencyMode _before;

    /// <summary>From now on, until <see cref="Release"/>, nobody makes the thread.</summary>
    internal void Hold()
    {
        lock (_gate)
        {
            if (_holds++ > 0)
                return;
            _before = GCSettings.LatencyMode;
            // Where somebody has switched collections off for a while, there is nothing to hold, and the mode cannot be set.
            if (_before is not (GCLatencyMode.Batch or GCLatencyMode.NoGCRegion))
                GCSettings.LatencyMode = GCLatencyMode.Batch;
        }
    }

    /// <summary>Ends one <see cref="Hold"/>. The mode is again what it was, where nobody else has set it meanwhile.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            if (--_holds == 0 && GCSettings.LatencyMode is GCLatencyMode.Batch && _before is not GCLatencyMode.NoGCRegion)
                GCSettings.LatencyMode = _before;
        }
    }
}
