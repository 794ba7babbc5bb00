namespace NetNs;

/// <summary>The version of the internet protocol.</summary>
public enum IPFamily
{
    /// <summary>IPv4; the number is that of AF_INET.</summary>
    IPv4 = 2,

    /// <summary>IPv6; the number is that of AF_INET6 on Linux.</summary>
    IPv6 = 10,
}
