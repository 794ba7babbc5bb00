using NetNs.Operations;

namespace NetNs.Api;

/// <summary>
/// Network namespaces by name: files under /run/netns, as <c>ip netns</c> makes and lists them. Safe to use from several
/// threads at once.
/// </summary>
/// <remarks>
/// Making, attaching and removing need CAP_SYS_ADMIN. No thread of the program ever changes its own namespace: what has to
/// happen inside happens on a thread that is there for nothing else.
/// </remarks>
public static class NetNamespaces
{
    private static readonly TimeSpan _departure = TimeSpan.FromSeconds(30);

    /// <summary>Makes a namespace, its loopback switched on.</summary>
    /// <param name="name">Its name: 1 to 255 bytes, neither "." nor "..", without "/".</param>
    /// <param name="loopbackUp">False leaves lo switched off.</param>
    /// <exception cref="NetNsException">NamespaceNameInvalid, NamespaceAlreadyExists, NotPermitted.</exception>
    public static NetNamespace Create(string name, bool loopbackUp = true)
    {
        ArgumentNullException.ThrowIfNull(name);
        return With(namespaces => namespaces.Create(name, loopbackUp));
    }

    /// <summary>The namespace of a name.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="NetNsException">NamespaceNotFound.</exception>
    public static NetNamespace Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return With(namespaces => namespaces.Get(name));
    }

    /// <summary>The namespace of a name, or null where there is none.</summary>
    /// <param name="name">Its name.</param>
    public static NetNamespace? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return With(namespaces => namespaces.Find(name));
    }

    /// <summary>The namespace that a process is in: under its name, where it has one.</summary>
    /// <param name="processId">The process.</param>
    /// <exception cref="NetNsException">ProcessNotFound, NotPermitted.</exception>
    public static NetNamespace OfProcess(int processId) => With(namespaces => namespaces.FromProcess(processId));

    /// <summary>All that have a name, in alphabetical order. Plain files that a reboot left are among them, as Stale.</summary>
    public static IReadOnlyList<NetNamespace> List() => With<IReadOnlyList<NetNamespace>>(namespaces => [.. namespaces.List()]);

    /// <summary>Gives a namespace that is there a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="path">A file that stands for it: /proc/1234/ns/net, or a bind mount of one.</param>
    /// <exception cref="NetNsException">NamespaceNameInvalid, NamespaceAlreadyExists, NamespaceNotFound, NotPermitted.</exception>
    public static NetNamespace Attach(string name, string path)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(path);
        return With(namespaces => namespaces.Attach(name, namespaces.FromPath(path)));
    }

    /// <summary>
    /// Takes a namespace's name away. The namespace goes with it, and its links, unless a process or a descriptor still holds
    /// it; hardware inside goes to the current namespace first. The kernel takes its links down a little later.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="wait">Whether to wait, for up to half a minute, until its links, and the ends of its veths outside, are gone.</param>
    /// <exception cref="NetNsException">NamespaceNotFound, NamespaceBusy, NotPermitted.</exception>
    public static void Remove(string name, bool wait = false)
    {
        ArgumentNullException.ThrowIfNull(name);
        using var session = new OperationSession(new SilentReporter());
        using var removal = new NamespaceRemoval(session);
        NetNamespace target = new NamespaceOperations(session).Get(name);
        removal.Remove(target, removal.Examine(target, stopProcesses: false), stop: null, watch: wait);
        if (wait && removal.Wait(_departure) is [{ } reason, ..])
            throw reason;
    }

    private static T With<T>(Func<NamespaceOperations, T> work)
    {
        using var session = new OperationSession(new SilentReporter());
        return work(new NamespaceOperations(session));
    }
}
