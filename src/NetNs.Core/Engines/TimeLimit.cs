namespace NetNs.Engines;

/// <summary>By when something has to be done.</summary>
internal readonly struct TimeLimit
{
    private readonly long _end;

    private TimeLimit(long end) => _end = end;

    /// <summary>So long from now.</summary>
    internal static TimeLimit In(TimeSpan span) => new(Environment.TickCount64 + (long)span.TotalMilliseconds);

    /// <summary>Milliseconds that are left: 0 where the time is over.</summary>
    internal int Left => (int)Math.Clamp(_end - Environment.TickCount64, 0, int.MaxValue);
}
