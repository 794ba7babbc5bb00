namespace NetNs;

/// <summary>What an event is about.</summary>
public enum NetEventKind
{
    /// <summary>The namespace as a whole: it lost its name, or events of it were lost.</summary>
    Namespace,

    /// <summary>A link.</summary>
    Link,

    /// <summary>An IP address of a link.</summary>
    Address,

    /// <summary>A route.</summary>
    Route,

    /// <summary>A neighbour (ARP, NDP).</summary>
    Neighbor,
}
