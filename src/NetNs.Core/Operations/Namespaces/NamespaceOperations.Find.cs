using NetNs.Interop;
using NetNs.Nsfs;

namespace NetNs.Operations;

/// <content>Finding and listing.</content>
internal sealed partial class NamespaceOperations
{
    /// <summary>The namespace of a name.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound.</exception>
    internal NetNamespace Get(string name) => Find(name) ?? throw Failure.NamespaceNotFound(name);

    /// <summary>The namespace of a name, or of a container that is named like "docker:web"; null where there is none of that name.</summary>
    /// <exception cref="NetNsException">ContainerNotFound, ContainerNotRunning.</exception>
    internal NetNamespace? Find(string name)
    {
        bool isName = !(name.Length == 0 || name.Contains('/') || name.Contains('\0') || name is "." or "..");
        if (isName && session.Store.Find(name) is { } entry)
            return Describe(entry);
        return ContainerReference.TryParse(name) is { } container ? new ContainerOperations(session).Get(container) : null;
    }

    /// <summary>All that have a name, in alphabetical order.</summary>
    internal IEnumerable<NetNamespace> List() => session.Store.List().OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => Describe(e));

    /// <summary>The namespace that a path leads to: under its name, where it has one.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound; NamespaceStale is told by its state.</exception>
    internal NetNamespace FromPath(string path)
    {
        if (path.Contains('\0'))
            throw Failure.NulInPath(path);
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) == session.Store.Directory)
            return Get(Path.GetFileName(full));
        try
        {
            return FromFile(full);
        }
        catch (NotANamespaceException e)
        {
            throw new NetNsException(NetNsError.NamespaceNotFound, $"{path} is not a network namespace.", path, "Give a file like /proc/1234/ns/net or /run/docker/netns/0123456789ab.", e);
        }
        catch (SystemCallException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ESRCH)
        {
            throw Failure.NamespaceNotFound(path, e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, path);
        }
    }

    /// <summary>The namespace that a process is in: under its name, where it has one.</summary>
    /// <exception cref="NetNsException">ProcessNotFound, NotPermitted.</exception>
    internal NetNamespace FromProcess(int processId)
    {
        try
        {
            return FromFile($"/proc/{processId}/ns/net");
        }
        catch (SystemCallException e) when (e.Errno is Errno.ENOENT or Errno.ESRCH)
        {
            throw new NetNsException(NetNsError.ProcessNotFound, $"There is no process {processId}.", processId, null, e);
        }
        catch (SystemCallException e) when (e.Errno is Errno.EPERM or Errno.EACCES)
        {
            throw new NetNsException(NetNsError.NotPermitted, $"Not permitted to see the network namespace of process {processId}: it belongs to another user, and CAP_SYS_PTRACE is missing.", processId,
                Failure.IsInUserNamespace ? "Root of a user namespace has no right over what is outside of it: run as the machine's root." : "Run as root, or as the user of that process.", e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, processId);
        }
    }

    /// <summary>A namespace seen earlier as it is now.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound where it is gone, or another has its name.</exception>
    internal NetNamespace Refresh(NetNamespace seen)
    {
        if (seen.IsForeign)
            throw Failure.Foreign(seen);
        NetNamespace now = FromPath(seen.Location);
        bool isSame = seen.Inode == 0 || (now.Inode == seen.Inode && !seen.IsReplacedBy(now.Cookie, now.Born));
        return now.State == NetNamespaceState.Stale || isSame ? now : throw Failure.NamespaceNotFound(seen.ToString());
    }

    /// <summary>The same with the id under which the current namespace knows it: one more request, so only where it is asked for.</summary>
    internal NetNamespace WithId(NetNamespace found)
    {
        if (found.State == NetNamespaceState.Stale)
            return found;
        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(found.Location);
            return found.With(FindId(handle));
        }
        catch (IOException)
        {
            return found; // removed since it was found, or of another user
        }
    }

    private int? FindId(NamespaceHandle handle) => session.Current.Route.FindNamespaceId(handle.File);

    private NetNamespace FromFile(string path)
    {
        using NamespaceHandle handle = NamespaceHandle.Open(path);
        return FindByIdentity(session.Store, handle.Identity)
            ?? new NetNamespace { Path = path, Inode = handle.Identity.Inode, Device = handle.Identity.Device, Cookie = handle.Cookie, Source = NetNamespaceSource.Process };
    }

    /// <summary>The calling thread's namespace in words: under its name, where it has one.</summary>
    internal static NetNamespace DescribeCurrent(NamespaceStore store, NamespaceIdentity identity, ulong? cookie)
    {
        // The main thread stays for as long as the process: its path serves better than one of a thread that may end.
        string process = $"/proc/{Environment.ProcessId}/ns/net";
        string path = NamespaceHandle.IdentityOf(process) == identity ? process : Path.GetFullPath(File.ResolveLinkTarget("/proc/thread-self", false)?.FullName ?? process) + "/ns/net";
        return new NetNamespace(FindName) { Inode = identity.Inode, Device = identity.Device, Cookie = cookie, Location = path, Source = NetNamespaceSource.Current };

        (string? Name, string Path) FindName()
        {
            NetNamespace? named = NamespaceHandle.IdentityOf("/proc/1/ns/net") == identity ? null : FindByIdentity(store, identity);
            return (named?.Name, named?.Path ?? (ThisMachine.IsRemotingServer ? path : NetNamespace.CurrentPath));
        }
    }

    private static NetNamespace? FindByIdentity(NamespaceStore store, NamespaceIdentity identity)
        => store.List().FirstOrDefault(e => e.Identity == identity) is { } entry ? Describe(entry) : null;

    private static NetNamespace Describe(NamespaceEntry entry, int? id = null) => new()
    {
        Name = entry.Name,
        Path = entry.Path,
        Inode = entry.Identity?.Inode ?? 0,
        Device = entry.Identity?.Device ?? 0,
        Born = entry.Identity?.Born ?? 0,
        Id = id,
        Source = ContainerOrigin.OfName(entry.Name) ?? NetNamespaceSource.Named,
        State = entry.Identity is null ? NetNamespaceState.Stale : NetNamespaceState.Active,
    };
}
