namespace NetNs;

/// <summary>
/// A scratch world of a test: a namespace that plays the host, and further ones, all of one process and under names that no
/// other world has. An immutable snapshot.
/// </summary>
public sealed class NetNsTestWorld
{
    /// <summary>What tells it from all others, and ends the name of each of its namespaces: "nt4711-1f3a-1".</summary>
    public required string Name { get; init; }

    /// <summary>The namespace that plays the host: bridges, published ports and sysctls of the test belong there.</summary>
    public required NetNamespace Host { get; init; }

    /// <summary>The others, in the order in which they were asked for.</summary>
    public NetNamespace[] Namespaces { get; init; } = [];

    /// <summary>Id of the process that made it.</summary>
    public int ProcessId { get; init; }

    /// <summary>Whether that process has ended: nobody will remove the world but the next one that is made.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>One of its namespaces by the name that was asked for.</summary>
    /// <param name="name">"web", or "host".</param>
    /// <returns>For a name that it does not have, a namespace that is not there: whoever uses it is told so, where nothing at all would stand for the machine's own.</returns>
    public NetNamespace this[string name]
    {
        get
        {
            string full = $"{name}.{Name}";
            return Host.Name == full ? Host : Array.Find(Namespaces, n => n.Name == full)
                ?? new NetNamespace { Name = full, Path = Path.Combine(Path.GetDirectoryName(Host.Path)!, full), State = NetNamespaceState.Stale };
        }
    }

    /// <summary>Its name.</summary>
    public override string ToString() => Name;
}
