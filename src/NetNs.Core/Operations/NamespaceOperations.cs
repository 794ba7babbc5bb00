using NetNs.Interop;
using NetNs.Namespaces;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Namespaces by name: create, find, list, attach, remove.</summary>
internal sealed class NamespaceOperations(OperationSession session)
{
    private bool _prepared;

    /// <summary>Makes a namespace and gives it a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="loopbackUp">Whether lo is switched on.</param>
    /// <param name="reuse">Whether one that is there is as good.</param>
    /// <exception cref="NetNsException">NamespaceNameInvalid, NamespaceAlreadyExists, NamespaceStale, NotPermitted.</exception>
    internal NetNamespace Create(string name, bool loopbackUp = true, bool reuse = false)
    {
        NamespaceName.Check(name);
        if (session.Reporter.WantsSteps)
            session.Reporter.Step($"Create network namespace {name}", $"ip netns add {name}");
        try
        {
            Prepare();
            NamespaceIdentity identity = session.Store.Create(name, session.Thread, () =>
            {
                if (loopbackUp)
                    SwitchLoopbackOn();
                return NamespaceHandle.IdentityOf(NamespaceHandle.CurrentThreadPath)!.Value;
            });
            if (loopbackUp && session.Reporter.WantsSteps)
                session.Reporter.Step($"Switch on lo in namespace {name}", $"ip -n {name} link set lo up");
            return Describe(name, session.Store.PathOf(name), identity);
        }
        catch (SystemCallException e) when (e.Errno == Errno.EEXIST)
        {
            return Existing(name, loopbackUp, reuse, e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, name);
        }
    }

    /// <summary>Gives a namespace that is there a name.</summary>
    internal NetNamespace Attach(string name, string source, object target)
    {
        NamespaceName.Check(name);
        if (session.Reporter.WantsSteps)
            session.Reporter.Step($"Name the network namespace {source} {name}", $"touch {session.Store.PathOf(name)} && mount --bind {source} {session.Store.PathOf(name)}");
        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(source);
            Prepare();
            session.Store.Attach(name, source);
            return Describe(name, session.Store.PathOf(name), handle.Identity);
        }
        catch (NotANamespaceException e)
        {
            throw new NetNsException(NetNsError.NamespaceNotFound, $"{source} is not a network namespace.", target, null, e);
        }
        catch (SystemCallException e) when (e.Errno == Errno.EEXIST)
        {
            throw AlreadyExists(name, e);
        }
        catch (SystemCallException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR)
        {
            throw Failure.NamespaceNotFound(source, e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, target);
        }
    }

    /// <summary>The namespace of a name.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound.</exception>
    internal NetNamespace Get(string name) => Find(name) ?? throw Failure.NamespaceNotFound(name);

    /// <summary>The namespace of a name, or null.</summary>
    internal NetNamespace? Find(string name)
        => name.Length == 0 || name.Contains('/') || name.Contains('\0') || name is "." or ".." ? null : session.Store.Find(name) is { } entry ? Describe(entry) : null;

    /// <summary>All that have a name, in alphabetical order.</summary>
    internal IEnumerable<NetNamespace> List() => session.Store.List().OrderBy(e => e.Name, StringComparer.Ordinal).Select(Describe);

    /// <summary>The namespace that a path leads to: under its name, where it has one there.</summary>
    internal NetNamespace FromPath(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) == session.Store.Directory)
            return Get(Path.GetFileName(full));
        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(path);
            return new NetNamespace { Path = full, Inode = handle.Identity.Inode, Device = handle.Identity.Device, Source = NetNamespaceSource.Process };
        }
        catch (NotANamespaceException e)
        {
            throw new NetNsException(NetNsError.NamespaceNotFound, $"{path} is not a network namespace.", path, null, e);
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
        string path = $"/proc/{processId}/ns/net";
        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(path);
            return FindByIdentity(session.Store, handle.Identity)
                ?? new NetNamespace { Path = path, Inode = handle.Identity.Inode, Device = handle.Identity.Device, Source = NetNamespaceSource.Process };
        }
        catch (SystemCallException e) when (e.Errno is Errno.ENOENT or Errno.ESRCH)
        {
            throw new NetNsException(NetNsError.ProcessNotFound, $"There is no process {processId}.", processId, null, e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, processId);
        }
    }

    /// <summary>Takes a namespace's name away; the namespace goes with it unless something else holds it.</summary>
    internal void RemoveName(NetNamespace target)
    {
        if (session.Reporter.WantsSteps)
            session.Reporter.Step($"Remove network namespace {target}", $"ip netns delete {target}");
        try
        {
            session.Store.Remove(NamespaceName.Check(target.Name ?? ""));
        }
        catch (SystemCallException e) when (e.Errno == Errno.ENOENT)
        {
            throw Failure.NamespaceNotFound(target.ToString(), e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, target);
        }
    }

    /// <summary>The calling thread's namespace in words: under its name, where it has one.</summary>
    internal static NetNamespace DescribeCurrent(NamespaceStore store, NamespaceIdentity identity)
    {
        NetNamespace? named = NamespaceHandle.IdentityOf("/proc/1/ns/net") == identity ? null : FindByIdentity(store, identity);
        // The main thread stays for as long as the process: its path serves better than one of a thread that may end.
        string process = $"/proc/{Environment.ProcessId}/ns/net";
        string path = NamespaceHandle.IdentityOf(process) == identity ? process : Path.GetFullPath(File.ResolveLinkTarget("/proc/thread-self", false)?.FullName ?? process) + "/ns/net";
        return new NetNamespace { Name = named?.Name, Path = named?.Path ?? path, Inode = identity.Inode, Device = identity.Device, Source = NetNamespaceSource.Current };
    }

    private static NetNamespace? FindByIdentity(NamespaceStore store, NamespaceIdentity identity)
        => store.List().FirstOrDefault(e => e.Identity == identity) is { } entry ? Describe(entry) : null;

    private static NetNamespace Describe(NamespaceEntry entry) => new()
    {
        Name = entry.Name,
        Path = entry.Path,
        Inode = entry.Identity?.Inode ?? 0,
        Device = entry.Identity?.Device ?? 0,
        Source = NetNamespaceSource.Named,
        State = entry.Identity is null ? NetNamespaceState.Stale : NetNamespaceState.Active,
    };

    private static NetNamespace Describe(string name, string path, NamespaceIdentity identity) => Describe(new NamespaceEntry(name, path, identity));

    private static void SwitchLoopbackOn()
    {
        using RouteClient route = RouteClient.Open();
        // lo is the first link of every namespace: its index is always 1 (LOOPBACK_IFINDEX, net/flow.h).
        route.SetLinkUp(1, up: true);
    }

    private static NetNsException AlreadyExists(string name, Exception inner)
        => new(NetNsError.NamespaceAlreadyExists, $"A network namespace '{name}' is there already.", name, "Choose another name, remove it with Remove-NetNamespace, or say -IfExists Reuse.", inner);

    private NetNamespace Existing(string name, bool loopbackUp, bool reuse, SystemCallException e)
    {
        if (!reuse)
            throw AlreadyExists(name, e);
        NetNamespace there = Get(name);
        if (there.State == NetNamespaceState.Stale)
            throw Failure.Stale(there, e);
        LinkMessage loopback = session.In(there).Route.GetLink(1);
        bool isUp = loopback.Flags.HasFlag(LinkFlags.Up);
        if (isUp != loopbackUp)
        {
            throw new NetNsException(NetNsError.ExistingDiffers, $"Network namespace '{name}' is there, but its lo is {(isUp ? "up" : "down")}.", there,
                isUp ? $"Switch it off with: Disable-NetLink lo -Namespace {name}" : $"Switch it on with: Enable-NetLink lo -Namespace {name}");
        }

        return there;
    }

    private void Prepare()
    {
        if (_prepared)
            return;
        session.Store.Prepare();
        _prepared = true;
    }
}
