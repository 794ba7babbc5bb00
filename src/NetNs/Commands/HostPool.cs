using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>What a pipeline works with in each namespace that it comes by: made at the first visit, and kept to the end.</summary>
/// <param name="session">The session; asked for at the first visit.</param>
/// <param name="create">Makes the worker of one namespace.</param>
internal sealed class HostPool<T>(Func<OperationSession> session, Func<OperationSession, NamespaceContext, T> create) : IDisposable
{
    private readonly Dictionary<NetNamespace, (T Worker, NamespaceContext? Own)> _open = [];

    /// <summary>All that were made.</summary>
    internal IEnumerable<T> Workers => _open.Values.Select(w => w.Worker);

    /// <summary>That of a namespace; null means the current one.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale, NotPermitted.</exception>
    internal T In(NetNamespace? host)
    {
        OperationSession current = session();
        host ??= current.Current.Namespace;
        if (_open.TryGetValue(host, out (T Worker, NamespaceContext?) known))
            return known.Worker;
        NamespaceContext? own = host.Equals(current.Current.Namespace) ? null : current.Open(host);
        T worker = create(current, own ?? current.Current);
        _open.Add(host, (worker, own));
        return worker;
    }

    public void Dispose()
    {
        foreach ((_, NamespaceContext? own) in _open.Values)
            own?.Dispose();
        _open.Clear();
    }
}
