using System.Diagnostics.CodeAnalysis;

namespace NetNs;

/// <summary>A network namespace: an own network stack. An immutable snapshot that may outlive it.</summary>
public sealed class NetNamespace : IEquatable<NetNamespace>
{
    /// <summary>The path that stands for the current namespace, in whichever process it is read.</summary>
    internal const string CurrentPath = "/proc/thread-self/ns/net";

    private readonly Lazy<(string? Name, string Path)>? _lookup;
    private readonly string? _name;
    private readonly string? _path;
    private readonly string? _location;
    private readonly Guid? _bootId;
    private readonly string? _machineName;

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

    /// <summary>
    /// A file that stands for it: /run/netns/web, /proc/1234/ns/net. For the current namespace without a name, it is /proc/thread-self/ns/net, which is
    /// the current one wherever it is read later.
    /// </summary>
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

    /// <summary>The container's name behind that of its engine, as it stands for the namespace wherever one is taken: "docker:web"; null where no engine was asked, or knows it.</summary>
    public string? Container { get; init; }

    /// <summary>The kernel's number of it, which no other namespace gets before the next start of the machine; null where it was not asked for, and before Linux 5.14.</summary>
    public ulong? Cookie { get; init; }

    /// <summary>The name of the machine that it is on.</summary>
    public string MachineName
    {
        get => _machineName ?? Environment.MachineName;
        init => _machineName = value;
    }

    /// <summary>The id that the machine's kernel took at its start: an object with another one comes from another machine, or from before the last start.</summary>
    public Guid BootId
    {
        get => _bootId ?? ThisMachine.BootId;
        init => _bootId = value;
    }

    internal ulong Device { get; init; }

    /// <summary>When the file of its name was mounted, see <see cref="Nsfs.NamespaceIdentity.Born"/>; 0 where it has none, or that is not known.</summary>
    internal long Born { get; init; }

    /// <summary>Where this process finds it: as <see cref="Path"/>, but for the current namespace a path that leads there from every thread.</summary>
    internal string Location
    {
        get => _location is not null && Path == CurrentPath ? _location : Path;
        init => _location = value;
    }

    /// <summary>Whether it was seen on another machine, or before this one started.</summary>
    internal bool IsForeign => _bootId is { } other && other != ThisMachine.BootId;

    /// <summary>A command line for a message: it acts in this namespace, with -Namespace where that is not the current one without a name.</summary>
    internal string Cmdlet(CmdletLine line) => $"{line}{PowerShellText.Parameter("Namespace", Name ?? Container ?? (Path == CurrentPath ? null : Path))}";

    /// <summary>Words for a message: " in namespace web", or nothing for an unnamed one.</summary>
    internal string Suffix => (Name ?? Container) is { } name ? $" in namespace {name}" : "";

    /// <summary>The same, with what was looked up for it.</summary>
    internal NetNamespace With(int? id, int[]? processes = null, string? containerId = null, NetNamespaceSource? source = null, string? container = null) => new()
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
        Container = container ?? Container,
        Cookie = Cookie,
        Born = Born,
        Location = _location!,
        BootId = BootId,
        MachineName = MachineName,
    };

    /// <summary>The same with its cookie, where it had none.</summary>
    internal NetNamespace WithCookie(ulong? cookie) => Cookie is not null || cookie is null ? this : new()
    {
        Name = Name,
        Path = Path,
        Inode = Inode,
        Device = Device,
        Id = Id,
        Source = Source,
        State = State,
        Processes = Processes,
        ContainerId = ContainerId,
        Container = Container,
        Cookie = cookie,
        Born = Born,
        Location = _location!,
    };

    /// <summary>Whether another namespace has the inode number by now: the kernel uses it again as soon as it is free.</summary>
    internal bool IsReplacedBy(ulong? cookie, long born)
        => Cookie is { } known && cookie is { } now ? known != now : Born != 0 && born != 0 && Born != born;

    /// <summary>Its name, else that of its container, else its path: all of them bind to a -Namespace parameter.</summary>
    public override string ToString() => Name ?? Container ?? Path;

    /// <summary>The same namespace, whatever its names: device and inode, unless the inode was used again; stale files by their path.</summary>
    public bool Equals(NetNamespace? other)
        => other is not null && (Inode == 0 || other.Inode == 0 ? Path == other.Path : Inode == other.Inode && Device == other.Device && !IsReplacedBy(other.Cookie, other.Born));

    /// <summary>As <see cref="Equals(NetNamespace)"/>; also equal to the text of its name or path, for <c>Where-Object Namespace -eq web</c>.</summary>
    public override bool Equals(object? obj) => obj is string text ? text == Name || text == Container || text == Path : Equals(obj as NetNamespace);

    /// <inheritdoc/>
    public override int GetHashCode() => Inode == 0 ? Path.GetHashCode(StringComparison.Ordinal) : Inode.GetHashCode();
}
