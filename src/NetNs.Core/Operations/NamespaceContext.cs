using NetNs.Conntrack;
using NetNs.Nsfs;
using NetNs.Netlink;
using NetNs.NfTables;
using NetNs.Route;
using NetNs.SockDiag;

namespace NetNs.Operations;

/// <summary>
/// One namespace that operations act in: its handle, and sockets opened inside it. The sockets belong to it whichever
/// thread uses them, so that no thread needs to move.
/// </summary>
internal sealed class NamespaceContext : IDisposable
{
    // Others keep the namespace for milliseconds.
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(30);

    private readonly OperationSession _session;
    private readonly IChangeGate? _gate;
    private NfClient? _nfTables;
    private ConntrackClient? _conntrack;
    private SockDiagClient? _sockets;

    internal NamespaceContext(OperationSession session, NetNamespace model, NamespaceHandle handle, RouteClient route, bool isCurrent)
    {
        _session = session;
        Namespace = model;
        Handle = handle;
        Route = route;
        IsCurrent = isCurrent;
        _gate = session.Rehearsal?.Enter(this);
        Prepare(route.Connection);
    }

    internal NetNamespace Namespace { get; }

    internal NamespaceHandle Handle { get; }

    /// <summary>rtnetlink inside the namespace.</summary>
    internal RouteClient Route { get; }

    /// <summary>nf_tables inside the namespace; opened at first use.</summary>
    /// <exception cref="NetNsException">KernelFeatureMissing where the kernel has no netfilter.</exception>
    internal NfClient NfTables => _nfTables ??= Open(NfClient.Open, c => c.Connection);

    /// <summary>The connections tracked inside the namespace; opened at first use.</summary>
    /// <exception cref="NetNsException">KernelFeatureMissing where the kernel has no netfilter.</exception>
    internal ConntrackClient Conntrack => _conntrack ??= Open(ConntrackClient.Open, c => c.Connection);

    /// <summary>The sockets inside the namespace; opened at first use.</summary>
    internal SockDiagClient Sockets => _sockets ??= Open(SockDiagClient.Open, c => c.Connection);

    /// <summary>Whether it is the namespace of the thread that the session was made on.</summary>
    internal bool IsCurrent { get; }

    internal IOperationReporter Reporter => _session.Reporter;

    /// <summary>What finds out what a change would do; null where changes are made.</summary>
    internal Rehearsal? Rehearsal => _session.Rehearsal;

    /// <summary>The descriptor, for an attribute that carries one; valid while the context lives.</summary>
    internal int Descriptor => (int)Handle.File.DangerousGetHandle();

    /// <summary>Tells a step with the <c>ip</c> command line that does the same, in the right namespace.</summary>
    internal void Step(string intent, string ipArguments)
    {
        if (Reporter.WantsSteps)
            Reporter.Step(intent + Namespace.Suffix, Ip(ipArguments));
    }

    /// <summary>An <c>ip</c> command line that acts in this namespace.</summary>
    internal string Ip(string arguments) => Command("ip", arguments);

    /// <summary>A command line of a tool that acts in this namespace.</summary>
    internal string Command(string tool, string arguments)
    {
        if (IsCurrent)
            return $"{tool} {arguments}";
        return Namespace.Name is { } name && tool is "ip" or "bridge" ? $"{tool} -n {ShellText.Quote(name)} {arguments}" : $"{Entering(Namespace)} {tool} {arguments}";
    }

    /// <summary>The beginning of a command line that runs a program inside a namespace.</summary>
    internal static string Entering(NetNamespace target)
        => target.Name is { } name ? $"ip netns exec {ShellText.Quote(name)}" : $"nsenter --net={ShellText.Quote(target.Location)}";

    /// <summary>Hears what changes in the namespace, from now on. Belongs to the caller; while it is open, the namespace lives.</summary>
    internal NetlinkListener Listen(params RouteGroup[] groups) => RunInside(() => RouteClient.Listen(groups));

    /// <summary>Runs work inside the namespace on a thread that is there for nothing else.</summary>
    internal T RunInside<T>(Func<T> work) => IsCurrent ? work() : _session.Thread.RunIn(Handle, work);

    /// <summary>Waits until no other process has the namespace to itself, and takes it.</summary>
    /// <param name="cannot">What cannot be done where that takes too long: "Cannot publish or unpublish".</param>
    /// <param name="target">What it concerns.</param>
    /// <exception cref="NetNsException">TimedOut.</exception>
    internal NamespaceLock Lock(string cannot, object target)
    {
        try
        {
            return NamespaceLock.Acquire(Handle, RunInside(NamespaceLock.OpenGuard), LockPatience, Reporter.Stopping);
        }
        catch (TimeoutException e)
        {
            throw Failure.Locked(cannot + Namespace.Suffix, target, e);
        }
    }

    public void Dispose()
    {
        _sockets?.Dispose();
        _conntrack?.Dispose();
        _nfTables?.Dispose();
        Route.Dispose();
        Handle.Dispose();
    }

    private T Open<T>(Func<T> open, Func<T, NetlinkConnection> connection)
    {
        T client = Failure.Translate(() => RunInside(open), "open a netlink socket", Namespace);
        Prepare(connection(client));
        return client;
    }

    private void Prepare(NetlinkConnection connection)
    {
        connection.Tracer = Reporter.WantsMessages ? new MessageTracer(Reporter) : null;
        connection.Gate = connection.Family is NetlinkFamily.Route or NetlinkFamily.Netfilter ? _gate : null;
        connection.OnPartialData = Reporter.Warn;
    }
}
