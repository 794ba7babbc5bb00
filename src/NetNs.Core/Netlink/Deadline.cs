namespace NetNs.Netlink;

/// <summary>A moment in the future, on a clock that nobody sets.</summary>
internal sealed class Deadline(TimeSpan allowed)
{
    private readonly long _end = Environment.TickCount64 + (long)Math.Ceiling(Math.Min(allowed.TotalMilliseconds, long.MaxValue / 4));

    internal bool HasPassed => Environment.TickCount64 >= _end;

    /// <summary>For poll(2): never negative, and no more than it takes.</summary>
    internal int RemainingMilliseconds => (int)Math.Clamp(_end - Environment.TickCount64, 0, int.MaxValue);
}
