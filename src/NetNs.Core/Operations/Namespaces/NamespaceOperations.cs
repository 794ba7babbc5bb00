using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>Namespaces by name: create, find, list, attach, remove.</summary>
internal sealed partial class NamespaceOperations(OperationSession session)
{
    private bool _prepared;

    /// <summary>The names under /run/netns with their paths, in order; none where they cannot be read. Faster than objects: nothing is opened.</summary>
    internal static IReadOnlyList<(string Name, string Path)> Names()
    {
        try
        {
            return [.. new NamespaceStore().List().OrderBy(e => e.Name, StringComparer.Ordinal).Select(e => (e.Name, e.Path))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Makes a namespace and gives it a name.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="loopbackUp">Whether lo is switched on.</param>
    /// <param name="reuse">Whether an existing one is returned.</param>
    /// <param name="label">The alias of its loopback link, which it has before its name; null for none.</param>
    /// <exception cref="NetNsException">NamespaceNameInvalid, NamespaceAlreadyExists, NamespaceStale, NotPermitted.</exception>
    internal NetNamespace Create(string name, bool loopbackUp = true, bool reuse = false, string? label = null)
    {
        NamespaceName.Check(name);
        if (session.Reporter.WantsSteps)
            session.Reporter.Step($"Create network namespace {name}", $"ip netns add {ShellText.Quote(name)}");
        while (true)
        {
            try
            {
                return Make(name, loopbackUp, label);
            }
            catch (SystemCallException e) when (e.Errno == Errno.EEXIST)
            {
                // A reboot or a killed process left the file: as good as nothing, where something that is there would do, too.
                if (!reuse || !IsLeftoverGone(name))
                    return Existing(name, loopbackUp, reuse, e);
            }
            // man 7 namespaces: of files it would say so by the same number, but here no file grows.
            catch (SystemCallException e) when (e.Errno == Errno.ENOSPC)
            {
                throw new NetNsException(NetNsError.KernelRefused, $"Cannot make network namespace '{name}': there are as many as user.max_net_namespaces permits.", name,
                    "Remove some that nobody needs, or write a larger number to /proc/sys/user/max_net_namespaces.", e);
            }
            catch (SystemCallException e)
            {
                throw Failure.From(e, name);
            }
        }
    }

    /// <summary>Begins to make the namespace that the next <see cref="Create"/> will name, while the caller goes on.</summary>
    /// <param name="loopbackUp">The same value as in that call.</param>
    /// <param name="label">The same value as in that call.</param>
    internal void MakeAhead(bool loopbackUp, string? label = null) => session.Thread.MakeAhead(PrepareLoopback(loopbackUp, label));

    private NetNamespace Make(string name, bool loopbackUp, string? label)
    {
        session.Rehearsal?.TakeName(session.Store, name);
        Prepare();
        NamespaceIdentity identity = Locked(() => session.Store.Create(name, session.Thread, PrepareLoopback(loopbackUp, label), session.Reporter.Stopping));
        if (loopbackUp && session.Reporter.WantsSteps)
            session.Reporter.Step($"Switch on lo in namespace {name}", $"ip -n {ShellText.Quote(name)} link set lo up");
        if (label is not null && session.Reporter.WantsSteps)
            session.Reporter.Step($"Mark namespace {name} as a part of the lab", $"ip -n {ShellText.Quote(name)} link set lo alias {ShellText.Quote(label)}");
        return Describe(new NamespaceEntry(name, session.Store.PathOf(name), identity));
    }

    private bool IsLeftoverGone(string name)
    {
        if (session.Store.IsSymbolicLink(name) || session.Store.Find(name) is { Identity: not null })
            return false;
        session.Rehearsal?.Change();
        try
        {
            return Locked(() => session.Store.RemoveLeftover(name, session.Reporter.Stopping)) || session.Store.Find(name) is null;
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, name);
        }
    }

    /// <summary>Gives a namespace that is there a name, as <c>ip netns attach</c> does; it may have others.</summary>
    /// <param name="name">The new name.</param>
    /// <param name="source">What shall have it.</param>
    /// <param name="reuse">Whether it is as good where it has that name already.</param>
    /// <exception cref="NetNsException">NamespaceNameInvalid, NamespaceAlreadyExists, ExistingDiffers, NamespaceStale, NamespaceNotFound where it is gone meanwhile.</exception>
    internal NetNamespace Attach(string name, NetNamespace source, bool reuse = false)
    {
        NamespaceName.Check(name);
        using NamespaceHandle handle = OperationSession.OpenHandle(source);
        string path = session.Store.PathOf(name);
        if (session.Reporter.WantsSteps)
        {
            string equivalent = source.Location.Split('/') is ["", "proc", var process, "ns", "net"] ? $"ip netns attach {ShellText.Quote(name)} {process}" : $"touch {ShellText.Quote(path)} && mount --bind {ShellText.Quote(source.Location)} {ShellText.Quote(path)}";
            session.Reporter.Step($"Give the network namespace {source} the name {name}", equivalent);
        }

        while (true)
        {
            try
            {
                session.Rehearsal?.TakeName(session.Store, name);
                Prepare();
                Locked(() => session.Store.Attach(name, handle, session.Reporter.Stopping));
                return Describe(new NamespaceEntry(name, path, handle.Identity), FindId(handle));
            }
            catch (SystemCallException e) when (e.Errno == Errno.EEXIST)
            {
                if (!reuse)
                    throw new NetNsException(NetNsError.NamespaceAlreadyExists, $"A network namespace '{name}' is there already.", name, $"Choose another name, take this one away with {(CmdletLine)$"Remove-NetNamespace {name}"}, or say -IfExists Reuse where it may be the same.", e);
                if (!IsLeftoverGone(name))
                    return Attached(name, source, handle, e);
            }
            catch (SystemCallException e)
            {
                throw Failure.From(e, name);
            }
        }
    }

    // What has the name already, where it is what shall have it.
    private NetNamespace Attached(string name, NetNamespace source, NamespaceHandle handle, SystemCallException e)
    {
        NetNamespace there = Get(name);
        if (there.State == NetNamespaceState.Stale)
            throw Failure.Stale(there, e);
        return session.Store.Find(name)?.Identity == handle.Identity ? there
            : throw new NetNsException(NetNsError.ExistingDiffers, $"'{name}' is the name of another network namespace than {source}.", there, $"Choose another name, or take this one away with: {(CmdletLine)$"Remove-NetNamespace {name}"}", e);
    }

    // The loopback link is the first of every namespace: its index is always 1 (LOOPBACK_IFINDEX, net/flow.h).
    private static Action? PrepareLoopback(bool up, string? label) => label is null ? up ? SwitchLoopbackOn : null : () =>
    {
        using RouteClient route = RouteClient.Open();
        route.ChangeLink(new LinkMessage { Index = 1, Flags = up ? LinkFlags.Up : LinkFlags.None, Change = up ? LinkFlags.Up : LinkFlags.None, Alias = label });
    };

    private static void SwitchLoopbackOn()
    {
        using RouteClient route = RouteClient.Open();
        route.SetLinkUp(1, up: true);
    }

    private static NetNsException AlreadyExists(string name, Exception inner)
        => new(NetNsError.NamespaceAlreadyExists, $"A network namespace '{name}' is there already.", name, $"Choose another name, say -IfExists Reuse, or remove it with: {(CmdletLine)$"Remove-NetNamespace {name}"}", inner);

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
                isUp ? $"Switch it off with: {there.Cmdlet($"Disable-NetLink lo")}" : $"Switch it on with: {there.Cmdlet($"Enable-NetLink lo")}");
        }

        return there;
    }

    private void Prepare()
    {
        if (_prepared)
            return;
        Locked(() => session.Store.Prepare(session.Reporter.Stopping));
        _prepared = true;
    }

    private void Locked(Action work) => Locked(() =>
    {
        work();
        return true;
    });

    // Everybody who may read the directory can keep it locked.
    private T Locked<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TimeoutException e)
        {
            throw Failure.Locked("Cannot make a network namespace", session.Store.Directory, e);
        }
    }
}
