using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// Takes the names of namespaces away, so that the kernel clears them up. Links are not deleted one by one: the kernel does
/// it for many namespaces in one grace period, and the other ends of their veths go with them.
/// </summary>
/// <param name="session">What to work with.</param>
/// <param name="isHardware">Which links are hardware; a test may see it otherwise than the kernel.</param>
internal sealed class NamespaceRemoval(OperationSession session, Func<LinkMessage, bool>? isHardware = null) : IDisposable
{
    // How long a list of the machine's mounts serves for the next namespace of a pipe.
    private const long FreshMilliseconds = 50;

    private readonly Func<LinkMessage, bool> _isHardware = isHardware ?? (l => LinkFactory.KindName(l) == "Physical");
    private readonly List<NetNamespace> _removed = [];
    private readonly Queue<Prepared> _prepared = [];
    private ProcessScan? _processes;
    private ILookup<ulong, string>? _mounts;
    private long _mountsTaken;
    private TeardownWatch? _departure;

    /// <summary>Those that went with their name: what is kept elsewhere for them alone (published ports) has lost its purpose.</summary>
    internal IReadOnlyList<NetNamespace> Removed => _removed;

    /// <summary>Looks at what is in a namespace, and whether it may be removed at all.</summary>
    /// <param name="target">Which.</param>
    /// <param name="stopProcesses">Whether its processes shall end with it.</param>
    /// <exception cref="NetNsException">ArgumentsInvalid where it has no name; NamespaceBusy where this process is in it; NamespaceNotFound.</exception>
    internal NamespaceContents Examine(NetNamespace target, bool stopProcesses)
    {
        if (target.Name is not { } name || target.Path != session.Store.PathOf(name))
        {
            throw new NetNsException(NetNsError.ArgumentsInvalid, $"The network namespace {target.Path} has no name under {session.Store.Directory} that could be removed. It exists as long as a process, a mount or a descriptor holds it.", target,
                $"Remove the container or stop the service that it belongs to. See what runs in it with: {(CmdletLine)$"Get-NetNamespaceProcess {target.Path}"}");
        }

        if (session.Store.Find(name) is not { } entry)
            throw Failure.NamespaceNotFound(name);
        if (entry.Identity is not { } identity)
            return NamespaceContents.Nothing;
        using NamespaceHandle handle = OperationSession.OpenHandle(target);
        string? keptBy = KeptBy(target, identity, out bool isMounted);
        if (keptBy is not null && !isMounted)
            return new NamespaceContents(identity, null, [], [], [], LivesOn: true, keptBy);

        List<int> processes = keptBy is null ? Processes(identity) : [];
        if (processes.Count > 0 && !stopProcesses)
            return new NamespaceContents(identity, null, [], [], processes, LivesOn: true);

        // The id that the object has may be one that another namespace knows it by.
        int? id = session.Current.Route.FindNamespaceId(handle.File);
        List<LinkMessage> links = Failure.Translate(() => Links(handle, id), $"list the links of namespace {name}", target);
        List<LinkMessage> hardware = keptBy is null ? [.. links.Where(_isHardware)] : [];
        return new NamespaceContents(identity, id, links, hardware, processes, LivesOn: keptBy is not null, keptBy);
    }

    /// <summary>
    /// Does what comes before a name can go: ends processes, sends hardware home. All that shall go is prepared before the first
    /// name goes, since the kernel, once it clears up, keeps the lock that every look at links waits for.
    /// </summary>
    /// <param name="target">Which.</param>
    /// <param name="contents">What <see cref="Examine"/> found.</param>
    /// <param name="stop">Ends its processes; null leaves them running, with a warning.</param>
    /// <param name="watch">Whether <see cref="Wait"/> will be asked about it.</param>
    /// <exception cref="NetNsException">NamespaceBusy, NotPermitted.</exception>
    internal void Prepare(NetNamespace target, NamespaceContents contents, ProcessTermination? stop, bool watch)
    {
        session.Checkpoint();
        if (contents.Identity is { } identity && stop is not null)
        {
            if (contents.KeptBy is not null)
                session.Reporter.Warn($"No process of network namespace '{target}' is stopped, because removing this name does not remove the namespace: {contents.KeptBy}.");
            else if (contents.Processes.Count > 0)
                stop.StopAll(target, identity);
        }

        var undo = new Undo(session.Reporter);
        try
        {
            if (contents.Hardware.Count > 0)
                SendHome(target, contents.Hardware, undo);
            // What keeps a namespace that is mounted elsewhere may go in the same call; the wait tells.
            if (watch && (!contents.LivesOn || contents.Links.Count > 0))
                Watch(target, contents);
            _prepared.Enqueue(new Prepared(target, contents, undo));
        }
        catch
        {
            undo.Dispose();
            throw;
        }
    }

    /// <summary>Takes all names away that were prepared.</summary>
    /// <param name="attempt">Runs the work on one namespace, and takes what it throws: one that fails does not stop the rest.</param>
    internal void RemovePrepared(Action<NetNamespace, Action> attempt)
    {
        while (_prepared.TryDequeue(out Prepared? next))
            attempt(next.Target, () => RemoveName(next));
    }

    /// <summary>Removes one namespace.</summary>
    internal void Remove(NetNamespace target, NamespaceContents contents, ProcessTermination? stop, bool watch)
    {
        Prepare(target, contents, stop, watch);
        RemovePrepared((_, work) => work());
    }

    /// <summary>Waits until the devices of those that were watched are gone. Returns why not for each that stays.</summary>
    /// <exception cref="OperationCanceledException">The user wants to stop.</exception>
    internal IReadOnlyList<NetNsException> Wait(TimeSpan timeout)
    {
        session.LetGo();
        return _departure?.Wait(new Deadline(timeout)) ?? [];
    }

    /// <summary>Takes back what was prepared and not removed.</summary>
    public void Dispose()
    {
        while (_prepared.TryDequeue(out Prepared? left))
            left.Undo.Dispose();
        _departure?.Dispose();
    }

    private void RemoveName(Prepared prepared)
    {
        using Undo undo = prepared.Undo;
        NetNamespace target = prepared.Target;
        string name = target.Name!;
        if (session.Reporter.WantsSteps)
            session.Reporter.Step($"Remove network namespace {name}", $"ip netns delete {ShellText.Quote(name)}");
        try
        {
            session.Store.Remove(name);
        }
        catch (SystemCallException e)
        {
            _departure?.Forget(target);
            throw e.Errno == Errno.ENOENT ? Failure.NamespaceNotFound(name, e) : Failure.From(e, target);
        }

        undo.Keep();
        NamespaceContents contents = prepared.Contents;
        if (!contents.LivesOn)
            _removed.Add(target);
        else if (contents.Processes.Count > 0)
        {
            session.Reporter.Warn($"Network namespace '{name}' lost its name and lives on until its processes end: {contents.ProcessesInWords}. "
                + $"{(CmdletLine)$"Mount-NetNamespace {name} -ProcessId {contents.Processes[0]}"} gives it the name back; -StopProcess would have ended them.");
        }
    }

    /// <summary>
    /// What keeps a namespace when this name of it goes, whatever becomes of its processes: then none of them may be stopped.
    /// A symbolic link is a name that somebody else's namespace may have, the machine's own among them.
    /// </summary>
    /// <exception cref="NetNsException">NamespaceBusy where it would last only as long as this process.</exception>
    private string? KeptBy(NetNamespace target, NamespaceIdentity identity, out bool isMounted)
    {
        isMounted = false;
        if (session.Store.IsSymbolicLink(target.Name!))
            return $"{target.Path} is a symbolic link, and only the link is removed";
        if (identity == NamespaceHandle.IdentityOf("/proc/1/ns/net"))
            return "process 1 runs in it";
        bool isOwn = identity == session.Current.Handle.Identity || identity == NamespaceHandle.IdentityOf("/proc/self/ns/net");
        if (OtherMount(target, identity) is { } other)
        {
            isMounted = !isOwn;
            return $"it is also mounted at {other}";
        }

        return !isOwn ? null
            : throw new NetNsException(NetNsError.NamespaceBusy, $"Namespace '{target.Name}' cannot be removed from inside: this PowerShell runs in it.", target, "Leave it first, or remove it from another session.");
    }

    // Read once for a pipe of many: the list has a line for each mount of the machine.
    private string? OtherMount(NetNamespace target, NamespaceIdentity identity)
    {
        if (_mounts is null || Environment.TickCount64 - _mountsTaken > FreshMilliseconds)
            (_mounts, _mountsTaken) = (NamespaceMount.List().ToLookup(m => m.Inode, m => m.Path), Environment.TickCount64);
        return _mounts[identity.Inode].FirstOrDefault(path => path != target.Path);
    }

    // A process that was killed a moment ago keeps nothing any more.
    private List<int> Processes(NamespaceIdentity identity)
    {
        if (_processes is not { IsFresh: true })
            _processes = ProcessScan.Read();
        return [.. _processes.In(identity).Where(id => id != Environment.ProcessId && !ProcessScan.IsEnding(id))];
    }

    // By its id it can be seen from here; one without an id has no veth to here, and is entered.
    private List<LinkMessage> Links(NamespaceHandle handle, int? id)
    {
        if (id is { } known)
            return session.Current.Route.DumpLinksOf(known);
        using RouteClient inside = session.Thread.RunIn(handle, RouteClient.Open);
        return inside.DumpLinks();
    }

    private void Watch(NetNamespace target, NamespaceContents contents)
    {
        _departure ??= new TeardownWatch(session);
        using NamespaceHandle handle = OperationSession.OpenHandle(target);
        _departure.Watch(target, handle, contents);
    }

    // The kernel would do so too, but to the initial namespace and, where the name is taken there, under another one.
    private void SendHome(NetNamespace target, IReadOnlyList<LinkMessage> hardware, Undo undo)
    {
        using NamespaceContext inside = session.Open(target);
        NamespaceContext home = session.Current;
        foreach (LinkMessage link in hardware)
        {
            string name = link.Name!;
            string newName = home.Route.FindLink(name) is null ? name : FreeName(home);
            inside.Step($"Send {name} home{(name == newName ? "" : $" as {newName}")}", $"link set {ShellText.Link(name)} netns {Environment.ProcessId}{(name == newName ? "" : $" name {ShellText.Quote(newName)}")}");
            try
            {
                inside.Route.ChangeLink(new LinkMessage { Index = link.Index, Name = name == newName ? null : newName, NamespaceDescriptor = home.Descriptor });
            }
            catch (NetlinkException e)
            {
                throw new NetNsException(NetNsError.NamespaceBusy, $"Cannot send the physical link {name} home from namespace '{target}': {e.KernelMessage ?? e.Message}", target, $"Move it away first: {target.Cmdlet($"Move-NetLink {name} -Destination 1")}", e);
            }

            undo.Push($"bring {newName} back to namespace {target}", () =>
            {
                using NamespaceHandle there = OperationSession.OpenHandle(target);
                home.Route.ChangeLink(new LinkMessage { Index = home.Route.GetLink(newName).Index, Name = name, NamespaceDescriptor = (int)there.File.DangerousGetHandle() });
            });
            if (name != newName)
                session.Reporter.Warn($"Physical link {name} came home from namespace '{target}' as {newName}: another link{home.Namespace.Suffix} is called {name}.");
        }
    }

    // "dev0", "dev1" …: what the kernel itself calls a link whose name is taken where it comes to.
    private static string FreeName(NamespaceContext home)
        => Enumerable.Range(0, int.MaxValue).Select(n => $"dev{n}").First(n => home.Route.FindLink(n) is null);

    private sealed record Prepared(NetNamespace Target, NamespaceContents Contents, Undo Undo);
}
