namespace NetNs;

/// <summary>From where a published port can be reached, as the kernel is set up now: forwarding, route_localnet, hairpin mode. Firewalls of others are told by warnings, not here.</summary>
[Flags]
public enum PublishPaths
{
    /// <summary>From nowhere.</summary>
    None = 0,

    /// <summary>From other machines.</summary>
    External = 1, // ours

    /// <summary>From the host itself, by one of its own addresses.</summary>
    Host = 2, // ours

    /// <summary>From the host itself, by 127.0.0.1.</summary>
    Loopback = 4, // ours

    /// <summary>From the container itself. Its neighbours on the same link reach it then, too.</summary>
    Hairpin = 8, // ours

    /// <summary>From other networks of the host.</summary>
    CrossNetwork = 16, // ours
}
