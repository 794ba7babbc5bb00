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

/// <summary>
/// <c>struct ifaddrmsg</c>, linux/if_addr.h.
/// <code>
///  0      1      2     3     4      8   bytes
/// |family|prefix|flags|scope|index |attributes ...
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct AddressHeader // struct ifaddrmsg
{
    internal byte Family; // ifa_family
    internal byte PrefixLength; // ifa_prefixlen
    internal byte Flags; // ifa_flags
    internal byte Scope; // ifa_scope
    internal int Index; // ifa_index

    internal const int Size = 8;
}
