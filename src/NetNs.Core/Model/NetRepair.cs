namespace NetNs;

/// <summary>What kind of thing was left behind.</summary>
public enum NetRepairKind
{
    /// <summary>The rules of table inet NetNs, which somebody flushed, changed or switched off.</summary>
    Ruleset = 0, // ours

    /// <summary>A published port whose container has gone.</summary>
    ContainerPort = 1, // ours

    /// <summary>A masqueraded subnet whose bridge has gone.</summary>
    Masquerade = 2, // ours

    /// <summary>A link that a killed command did not finish.</summary>
    Link = 3, // ours

    /// <summary>A sysctl that nothing needs switched on any more.</summary>
    Sysctl = 4, // ours

    /// <summary>An empty table.</summary>
    Table = 5, // ours

    /// <summary>A rule in a chain of another program that lets a port through which is not published any more.</summary>
    FirewallRule = 6, // ours
}

/// <summary>Something that a flush, a restart or a kill left behind, and that was put right. An immutable snapshot.</summary>
public sealed class NetRepair
{
    /// <summary>What kind of thing it is.</summary>
    public NetRepairKind Kind { get; init; }

    /// <summary>Which: "0.0.0.0:8080/tcp", "br0", "net.ipv4.conf.br0.route_localnet".</summary>
    public required string Target { get; init; }

    /// <summary>What was done: "Removed", "Switched off", "Put right".</summary>
    public required string Action { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Where.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>The target.</summary>
    public override string ToString() => Target;
}
