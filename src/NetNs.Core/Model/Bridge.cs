namespace NetNs;

/// <summary>A bridge: a switch in the kernel, and a link of the namespace that it is in.</summary>
public sealed class Bridge : NetLink
{
    /// <summary>Whether the spanning-tree protocol runs.</summary>
    public bool Stp { get; init; }

    /// <summary>How long a port listens, and how long it learns, before it forwards.</summary>
    public TimeSpan ForwardDelay { get; init; }

    /// <summary>How long an address that was learned is remembered.</summary>
    public TimeSpan AgeingTime { get; init; }

    /// <summary>Whether ports keep VLANs apart.</summary>
    public bool VlanFiltering { get; init; }

    /// <summary>Whether multicast goes only to ports that asked for it.</summary>
    public bool McastSnooping { get; init; }
}
