using System.Diagnostics;

namespace NetNs.Tests.Support;

/// <summary>Waits for a condition, never for a time.</summary>
internal static class Wait
{
    /// <summary>Whether a condition came true within the limit; it is looked at every few milliseconds.</summary>
    internal static bool Until(Func<bool> condition, int limitMilliseconds = 5000)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            if (clock.ElapsedMilliseconds > limitMilliseconds)
                return condition();
            Thread.Sleep(2);
        }

        return true;
    }
}
