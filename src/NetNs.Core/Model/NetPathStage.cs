namespace NetNs;

/// <summary>A step of the kernel on the path of a packet.</summary>
public enum NetPathStage // ours
{
    /// <summary>The sender takes one of its addresses.</summary>
    SourceAddress,

    /// <summary>Rules for packets that the namespace sends, and translation of their destination.</summary>
    Output,

    /// <summary>The policy rules, which choose the routing table.</summary>
    Rule,

    /// <summary>The route.</summary>
    Route,

    /// <summary>The link-layer address of the next machine.</summary>
    Neighbor,

    /// <summary>The link that the packet leaves by.</summary>
    Link,

    /// <summary>The other end of a veth pair.</summary>
    Peer,

    /// <summary>A bridge, from one port to another.</summary>
    Bridge,

    /// <summary>Rules at a link, before anything else.</summary>
    Ingress,

    /// <summary>Rules before the route is chosen, and translation of the destination.</summary>
    Prerouting,

    /// <summary>The test whether the source of a packet would be reached by the link that it came by.</summary>
    ReversePathFilter,

    /// <summary>The switch that lets a namespace forward.</summary>
    Forwarding,

    /// <summary>Rules for packets that are forwarded.</summary>
    Forward,

    /// <summary>Rules behind the route, and translation of the source.</summary>
    Postrouting,

    /// <summary>Rules for packets that the namespace takes in.</summary>
    Input,

    /// <summary>The socket that takes the packet, or the kernel's own answer to a ping.</summary>
    Listener,
}
