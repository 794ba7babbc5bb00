namespace NetNs;

/// <summary>What packets a table is about, in the words of nft.</summary>
public enum FirewallFamily
{
    /// <summary>IPv4.</summary>
    IP,

    /// <summary>IPv6.</summary>
    IP6,

    /// <summary>IPv4 and IPv6.</summary>
    Inet,

    /// <summary>ARP.</summary>
    Arp,

    /// <summary>What goes from port to port of a bridge.</summary>
    Bridge,

    /// <summary>All packets of single links.</summary>
    NetDev,
}
