using NetNs.Operations;

namespace NetNs.Api;

/// <summary>
/// The network stack of one namespace: its links, bridges, addresses and routes. Holds a netlink socket inside the namespace;
/// the namespace lives at least as long as this does. To be used by one thread at a time, from whichever one.
/// </summary>
/// <remarks>Everything that changes something needs CAP_NET_ADMIN in the user namespace that owns the network namespace.</remarks>
public sealed partial class NetStack : IDisposable
{
    private readonly OperationSession _session;
    private readonly NamespaceContext _context;
    private readonly WarningReporter _reporter;

    private NetStack(Func<OperationSession, NamespaceContext> open)
    {
        _reporter = new WarningReporter(this);
        _session = new OperationSession(_reporter);
        try
        {
            _context = open(_session);
        }
        catch
        {
            _session.Dispose();
            throw;
        }
    }

    /// <summary>Something the program should know though the operation went on: an overlap of subnets, a bridge that is nearly full.</summary>
    public event EventHandler<NetWarningEventArgs>? Warning;

    /// <summary>Which namespace it is.</summary>
    public NetNamespace Namespace => _context.Namespace;

    /// <summary>Opens the stack of the namespace that the calling thread is in.</summary>
    /// <exception cref="NetNsException">NotPermitted.</exception>
    public static NetStack Current() => new(session => session.Current);

    /// <summary>Opens the stack of a namespace by its name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceStale, NotPermitted.</exception>
    public static NetStack Open(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new NetStack(session => session.Open(new NamespaceOperations(session).Get(name)));
    }

    /// <summary>Opens the stack of a namespace.</summary>
    /// <param name="target">The namespace.</param>
    /// <exception cref="NetNsException">NamespaceNotFound, also where its path now leads to another one; NamespaceStale, NotPermitted.</exception>
    public static NetStack Open(NetNamespace target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return new NetStack(session => session.Open(target));
    }

    /// <summary>Lets go of the socket and the namespace.</summary>
    public void Dispose()
    {
        if (!_context.IsCurrent)
            _context.Dispose(); // the session owns its current one only
        _session.Dispose();
    }

    /// <summary>Its namespace, in a word.</summary>
    public override string ToString() => Namespace.ToString();

    // What an operation opened beside this stack would keep another namespace alive that somebody waits to see gone.
    private T Run<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        finally
        {
            _session.LetGo();
        }
    }

    private static LinkReference LinkOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new LinkReference(name);
    }

    private sealed class WarningReporter(NetStack owner) : IOperationReporter
    {
        public bool WantsSteps => false;

        public bool WantsMessages => false;

        public CancellationToken Stopping => CancellationToken.None;

        public void Step(string intent, string equivalent)
        {
        }

        public void Message(string text)
        {
        }

        public void Warn(string message) => owner.Warning?.Invoke(owner, new NetWarningEventArgs(message));
    }
}
