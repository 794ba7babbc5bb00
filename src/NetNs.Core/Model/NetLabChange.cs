namespace NetNs;

/// <summary>One thing that Set-NetLab did, or that it would do. An immutable snapshot.</summary>
public sealed class NetLabChange
{
    /// <summary>The lab.</summary>
    public required string Lab { get; init; }

    /// <summary>What is done.</summary>
    public NetLabAction Action { get; init; }

    /// <summary>What it is done to: Namespace, Bridge, Connection, Link, Address, Route, Sysctl, Masquerade, Port, Hosts, Process.</summary>
    public required string Kind { get; init; }

    /// <summary>Which one, in the words of the definition: "web", "web:eth0", "lan".</summary>
    public required string Target { get; init; }

    /// <summary>What it is like before; null where it does not exist.</summary>
    public string? Before { get; init; }

    /// <summary>What it is like afterwards; null where it is removed.</summary>
    public string? After { get; init; }

    /// <summary>"Create Address web:eth0 10.1.0.2/24".</summary>
    public override string ToString() => $"{Action} {Kind} {Target}{(After ?? Before) switch { null => "", var what => " " + what }}";
}

/// <summary>What Set-NetLab does to a thing.</summary>
public enum NetLabAction
{
    /// <summary>It is created.</summary>
    Create,

    /// <summary>It is changed in place, or replaced where the kernel cannot change it.</summary>
    Change,

    /// <summary>It is removed.</summary>
    Remove,
}
