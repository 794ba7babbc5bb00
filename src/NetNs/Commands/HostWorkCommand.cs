using NetNs.Binding;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>
/// The base of the cmdlets that work in each namespace that a pipeline comes by, and finish there at its end: what they work with is made at the first
/// visit and kept.
/// </summary>
public abstract class HostWorkCommand : NetNsCommand
{
    private readonly Dictionary<NetNamespace, (IHostWork Work, NamespaceContext? Own)> _hosts = [];

    /// <summary>What works in one namespace.</summary>
    private protected abstract IHostWork Begin(NamespaceContext context);

    /// <summary>What works in a namespace; null means the current one.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale, NotPermitted.</exception>
    private protected IHostWork In(NamespaceArgument? where)
    {
        NetNamespace host = where?.Resolve(Session) ?? Session.Current.Namespace;
        if (_hosts.TryGetValue(host, out (IHostWork Work, NamespaceContext?) known))
            return known.Work;
        NamespaceContext? own = host.Equals(Session.Current.Namespace) ? null : Session.Open(host);
        IHostWork work = Begin(own ?? Session.Current);
        _hosts.Add(host, (work, own));
        return work;
    }

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        foreach ((IHostWork work, _) in _hosts.Values)
            Attempt(work.Context.Namespace, work.Finish);
        Leave();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            // At Ctrl+C, or an error that ends the pipeline, nobody comes to the end of the input.
            foreach ((IHostWork work, _) in _hosts.Values)
                work.Abandon();
            Leave();
        }

        base.Dispose(disposing);
    }

    private void Leave()
    {
        foreach ((_, NamespaceContext? own) in _hosts.Values)
            own?.Dispose();
        _hosts.Clear();
    }
}
