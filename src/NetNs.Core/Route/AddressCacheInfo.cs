using System.Runtime.InteropServices;

namespace NetNs.Route;

/// <summary><c>struct ifa_cacheinfo</c>, linux/if_addr.h: lifetimes in seconds (all ones: for ever), stamps in 1/100 s since boot.</summary>
[StructLayout(LayoutKind.Sequential)]
internal record struct AddressCacheInfo // struct ifa_cacheinfo
{
    internal uint Preferred; // ifa_prefered
    internal uint Valid; // ifa_valid
    internal uint Created; // cstamp
    internal uint Updated; // tstamp

    internal const int Size = 16;
    internal const uint Forever = uint.MaxValue;
}
