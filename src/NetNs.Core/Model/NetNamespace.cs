using System.Diagnostics.CodeAnalysis;

namespace NetNs;

/// <summary>A network namespace: an own network stack. An immutable snapshot that may outlive it.</summary>
public sealed class NetNamespace : IEquatable<NetNamespace>
{
    private readonly Lazy<(string? Name, string Path)>? _lookup;
    private readonly string? _name;
    private readonly string? _path;

    /// <summary>A namespace that is given by its properties.</summary>
    public NetNamespace()
    {
    }

    /// <summary>A namespace whose name takes a look at every name there is: only where somebody wants to know it.</summary>
    [SetsRequiredMembers]
    internal NetNamespace(Func<(string? Name, string Path)> lookup)
    {
        Path = "";
        _lookup = new Lazy<(string?, string)>(lookup);
    }

    /// <summary>Its name under /run/netns; null where it has none.</summary>
    public string? Name
    {
        get => _lookup is null ? _name : _lookup.Value.Name;
        init => _name = value;
    }

    /// <summary>A file that stands for it: /run/netns/web, /proc/1234/ns/net.</summary>
    public required string Path
    {
        get => _lookup is null ? _path! : _lookup.Value.Path;
        init => _path = value;
    }

    /// <summary>Inode of the nsfs file: the number that <c>readlink /proc/self/ns/net</c> shows; 0 where stale.</summary>
    public ulong Inode { get; init; }

    /// <summary>The id (nsid) under which the namespace of the calling thread knows it; null where none was assigned.</summary>
    public int? Id { get; init; }

    /// <summary>Where it was found.</summary>
    public NetNamespaceSource Source { get; init; }

    /// <summary>Whether it is alive.</summary>
    public NetNamespaceState State { get; init; }

    /// <summary>Ids of the processes in it, in ascending order; null where nobody looked for them.</summary>
    public int[]? Processes { get; init; }

    /// <summary>The container that it belongs to, as its engine calls it (64 hexadecimal digits); null where it belongs to none that is known.</summary>
    public string? ContainerId { get; init; }

    internal ulong Device { get; init; }

    /// <summary>Words for a message: " in namespace web", or nothing for an unnamed one.</summary>
    internal string Suffix => Name is null ? "" : $" in namespace {Name}";

    /// <summary>The same, with what was looked up for it.</summary>
    internal NetNamespace With(int? id, int[]? processes = null, string? containerId = null, NetNamespaceSource? source = null) => new()
    {
        Name = Name,
        Path = Path,
        Inode = Inode,
        Device = Device,
        Id = id,
        Source = source ?? Source,
        State = State,
        Processes = processes ?? Processes,
        ContainerId = containerId ?? ContainerId,
    };

    /// <summary>Its name, or its path where it has none: both bind to a -Namespace parameter.</summary>
    public override string ToString() => Name ?? Path;

    /// <summary>The same namespace, whatever its names: device and inode; stale files by their path.</summary>
    public bool Equals(NetNamespace? other)
        => other is not null && (Inode == 0 || other.Inode == 0 ? Path == other.Path : Inode == other.Inode && Device == other.Device);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetNamespace);

    /// <inheritdoc/>
    public override int GetHashCode() => Inode == 0 ? Path.GetHashCode(StringComparison.Ordinal) : Inode.GetHashCode();
}
