namespace NetNs;

/// <summary>A base chain: a list of rules that the kernel shows packets to. An immutable snapshot.</summary>
public sealed class NetFirewallHook : IEquatable<NetFirewallHook>
{
    /// <summary>What packets it sees.</summary>
    public FirewallFamily Family { get; init; }

    /// <summary>The table that holds it.</summary>
    public required string Table { get; init; }

    /// <summary>Its name within the table.</summary>
    public required string Chain { get; init; }

    /// <summary>What it is for: filter, nat or route.</summary>
    public string? Type { get; init; }

    /// <summary>Where it sees packets.</summary>
    public FirewallHook Hook { get; init; }

    /// <summary>Of the chains at one hook the lowest number comes first.</summary>
    public int Priority { get; init; }

    /// <summary>The priority as nft writes it: "filter", "dstnat", "filter + 10"; null where it is near no number that has a name.</summary>
    public string? PriorityName { get; init; }

    /// <summary>What becomes of packets that no rule decided on. A drop is final, whatever other chains accept.</summary>
    public FirewallPolicy Policy { get; init; }

    /// <summary>How many rules the chain itself holds; not those of the chains that it jumps to.</summary>
    public int RuleCount { get; init; }

    /// <summary>Who probably made it, judging by the names that programs use: Docker, firewalld, ufw, NetNs …; null where nobody is known for them.</summary>
    public string? Owner { get; init; }

    /// <summary>The links that a chain at ingress or egress is bound to; empty for all others, which see every link.</summary>
    public IReadOnlyList<string> InterfaceAlias { get; init; } = [];

    /// <summary>False where its table is dormant: the chain is there, but sees no packets.</summary>
    public bool Active { get; init; } = true;

    /// <summary>Whether it belongs to iptables-legacy, the older machinery of the kernel, which nft does not show.</summary>
    public bool Legacy { get; init; }

    /// <summary>Where.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>As nft names it: "ip filter FORWARD"; of iptables-legacy "ip filter FORWARD (legacy)".</summary>
    public override string ToString() => $"{FamilyWord} {Table} {Chain}{(Legacy ? " (legacy)" : "")}";

    /// <summary>The same chain of the same namespace, whatever it holds.</summary>
    public bool Equals(NetFirewallHook? other)
        => other is not null && Family == other.Family && Table == other.Table && Chain == other.Chain && Legacy == other.Legacy && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetFirewallHook);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Family, Table, Chain, Namespace);

    private string FamilyWord => Family switch
    {
        FirewallFamily.IP => "ip",
        FirewallFamily.IP6 => "ip6",
        FirewallFamily.Inet => "inet",
        FirewallFamily.Arp => "arp",
        FirewallFamily.Bridge => "bridge",
        _ => "netdev",
    };
}
