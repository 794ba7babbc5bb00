namespace NetNs;

/// <summary>A lab as it exists in the kernel. An immutable snapshot.</summary>
public sealed class NetLab : IEquatable<NetLab>
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The names of its nodes, in alphabetical order.</summary>
    public string[] Nodes { get; init; } = [];

    /// <summary>The namespaces of its nodes, in the same order.</summary>
    public NetNamespace[] Namespaces { get; init; } = [];

    /// <summary>The names of its bridges.</summary>
    public string[] Bridges { get; init; } = [];

    /// <summary>Its links between nodes: "r1:eth1,web:eth1".</summary>
    public string[] Links { get; init; } = [];

    /// <summary>The ports that are published for its nodes.</summary>
    public ContainerPort[] Ports { get; init; } = [];

    /// <summary>Whether its bridges and its NAT are in a namespace of its own.</summary>
    public bool Sealed { get; init; }

    /// <summary>Whether it is as a finished run leaves it.</summary>
    public NetLabState State { get; init; }

    /// <summary>The namespace that its bridges are in.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;

    /// <summary>The lab of the same name at the same place.</summary>
    public bool Equals(NetLab? other) => other is not null && Name == other.Name && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetLab);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Namespace);
}

/// <summary>Whether a lab is complete.</summary>
public enum NetLabState
{
    /// <summary>Every part that carries the lab's label has its counterparts.</summary>
    Complete,

    /// <summary>A part is missing: a run was killed, or somebody removed something. Set-NetLab completes it.</summary>
    Incomplete,
}
