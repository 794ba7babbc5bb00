using NetNs.Interop;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>
/// What one cmdlet (or one user of the library) needs while it works: the namespace it stands in, the last other one it
/// touched, and a thread for going inside. Nothing in it outlives it. One thread at a time.
/// </summary>
internal sealed class OperationSession(IOperationReporter reporter, NamespaceStore? store = null) : IDisposable
{
    private NamespaceThread? _thread;
    private NamespaceContext? _current;
    private NamespaceContext? _other;

    internal IOperationReporter Reporter { get; } = reporter;

    /// <summary>What finds out what changes would do; null where they are made. Nothing can be changed by a session that has one.</summary>
    internal Rehearsal? Rehearsal { get; init; }

    internal NamespaceStore Store { get; } = store ?? new NamespaceStore();

    /// <summary>A thread that works inside namespaces. Made at first use, gone with the session.</summary>
    internal NamespaceThread Thread => _thread ??= new NamespaceThread();

    /// <summary>The namespace of the calling thread at first use.</summary>
    internal NamespaceContext Current => _current ??= OpenCurrent();

    /// <summary>The context of a namespace; null means the current one. Belongs to the session: not to be disposed, and good until the next call.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale or NotPermitted.</exception>
    internal NamespaceContext In(NetNamespace? target)
    {
        if (target is { IsForeign: true })
            throw Failure.Foreign(target);
        if (target is null || IsSame(Current, target))
            return Current;
        if (_other is { } other && IsSame(other, target))
            return other;
        _other?.Dispose();
        _other = null;
        return _other = Open(target);
    }

    /// <summary>A context of its own, which the caller disposes.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale or NotPermitted.</exception>
    internal NamespaceContext Open(NetNamespace target)
    {
        NamespaceHandle handle = OpenHandle(target);
        try
        {
            RouteClient route = Failure.Translate(() => Thread.RunIn(handle, RouteClient.Open), $"enter namespace {target}", target);
            if (target is { Cookie: { } known } && route.Connection.NamespaceCookie is { } now && known != now)
            {
                route.Dispose();
                throw Failure.Replaced(target);
            }

            return new NamespaceContext(this, target.WithCookie(route.Connection.NamespaceCookie), handle, route, isCurrent: false);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Throws where the user wants to stop. Between the steps of an operation, so that its undo runs.</summary>
    internal void Checkpoint() => Reporter.Stopping.ThrowIfCancellationRequested();

    /// <summary>Opens what a model stands for, and makes sure that it is still the same namespace.</summary>
    internal static NamespaceHandle OpenHandle(NetNamespace target)
    {
        if (target.IsForeign)
            throw Failure.Foreign(target);
        NamespaceHandle handle;
        try
        {
            handle = NamespaceHandle.Open(target.Location);
        }
        catch (NotANamespaceException e)
        {
            throw Failure.Stale(target, e);
        }
        catch (SystemCallException e) when (e.Errno is Errno.ENOENT or Errno.ENOTDIR or Errno.ESRCH)
        {
            throw Failure.NamespaceNotFound(target.ToString(), e);
        }
        catch (SystemCallException e)
        {
            throw Failure.From(e, target);
        }

        bool isOther = handle.Identity.Inode != target.Inode || handle.Identity.Device != target.Device || target.IsReplacedBy(target.Cookie is null ? null : handle.Cookie, handle.Identity.Born);
        if (target.Inode != 0 && target.Device != 0 && isOther)
        {
            handle.Dispose();
            throw Failure.Replaced(target);
        }

        return handle;
    }

    /// <summary>
    /// Lets go of every namespace but the current one: an open socket, or the thread that was last inside, would keep one alive
    /// that somebody waits to see gone.
    /// </summary>
    internal void LetGo()
    {
        _other?.Dispose();
        _thread?.Dispose();
        _other = null;
        _thread = null;
    }

    public void Dispose()
    {
        LetGo();
        _current?.Dispose();
        _current = null;
    }

    private static bool IsSame(NamespaceContext context, NetNamespace target)
        => target.Inode != 0 && target.Inode == context.Handle.Identity.Inode && (target.Device == 0 || target.Device == context.Handle.Identity.Device)
            && !target.IsReplacedBy(context.Namespace.Cookie, context.Handle.Identity.Born);

    private NamespaceContext OpenCurrent()
    {
        NamespaceHandle handle = NamespaceHandle.OpenCurrent();
        try
        {
            RouteClient route = Failure.Translate(RouteClient.Open, "open a netlink socket", null);
            NetNamespace model = NamespaceOperations.DescribeCurrent(Store, handle.Identity, route.Connection.NamespaceCookie);
            return new NamespaceContext(this, model, handle, route, isCurrent: true);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
