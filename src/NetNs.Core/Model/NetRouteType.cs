namespace NetNs;

/// <summary>What a route does with a packet; the numbers are those of linux/rtnetlink.h.</summary>
public enum NetRouteType
{
    /// <summary>Sends it on.</summary>
    Unicast = 1, // RTN_UNICAST

    /// <summary>Takes it in: an address of this namespace.</summary>
    Local = 2, // RTN_LOCAL

    /// <summary>Takes it in and sends it to all.</summary>
    Broadcast = 3, // RTN_BROADCAST

    /// <summary>Takes it in, as one of several.</summary>
    Anycast = 4, // RTN_ANYCAST

    /// <summary>Sends it to a group.</summary>
    Multicast = 5, // RTN_MULTICAST

    /// <summary>Drops it silently.</summary>
    Blackhole = 6, // RTN_BLACKHOLE

    /// <summary>Drops it and says "host unreachable".</summary>
    Unreachable = 7, // RTN_UNREACHABLE

    /// <summary>Drops it and says "administratively prohibited".</summary>
    Prohibit = 8, // RTN_PROHIBIT

    /// <summary>Goes on with the next table.</summary>
    Throw = 9, // RTN_THROW
}
