using System.Net;
using NetNs.Engines;
using NetNs.Nsfs;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>The containers of this machine's engines, and the namespaces that they are in.</summary>
internal sealed class ContainerOperations(OperationSession session)
{
    /// <summary>How long all engines together may take to answer. Docker takes some milliseconds; one that is stuck never does.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // What a user waits for at a press of Tab; the rest of 50 ms is for what happens before and after.
    private static readonly TimeSpan CompletionPatience = TimeSpan.FromMilliseconds(35);

    /// <summary>All containers, each engine's by name.</summary>
    /// <param name="engines">Only those of these engines; null for all.</param>
    /// <param name="isWanted">Which ones.</param>
    /// <param name="onProblem">Told of an engine that is there and does not answer; the others' containers come all the same.</param>
    internal IEnumerable<NetContainer> List(IReadOnlyCollection<ContainerEngine>? engines, Predicate<NetContainer> isWanted, Action<NetNsException> onProblem)
    {
        foreach (EngineContainer one in Ask(engines, withProcesses: true, TimeLimit.In(Patience), onProblem))
        {
            session.Checkpoint();
            NetContainer plain = Describe(one, null, []);
            if (isWanted(plain))
                yield return Complete(one);
        }
    }

    /// <summary>The namespace that a container is in.</summary>
    /// <exception cref="NetNsException">ContainerNotFound, ContainerNotRunning; TimedOut, NotPermitted or ContainerEngineFailed of its engine.</exception>
    internal NetNamespace Get(ContainerReference reference)
    {
        TimeLimit limit = TimeLimit.In(Patience);
        EngineContainer? found = reference.Name.Length == 0 ? null : EngineList.Find().Where(e => e.Kind == reference.Engine).Select(e => e.Find(reference.Name, limit)).FirstOrDefault(c => c is not null);
        if (found is null)
            throw NotFound(reference, limit);
        if (found.ProcessId is { } process && (ContainerProcess.IsOf(process, found.Id) ? NamespaceOf(found, process) : null) is { } inside)
            return inside;
        throw new NetNsException(NetNsError.ContainerNotRunning, found.IsAlive
                ? $"Container '{reference}' runs, but not where its process can be seen from here."
                : $"Container '{reference}' does not run ({found.State.ToString().ToLowerInvariant()}): only a running one has a network namespace.", reference.ToString(),
            found.IsAlive ? "It may run in a virtual machine, or this session in a container of its own." : $"Start it with: {StartLine(reference)}");
    }

    /// <summary>The names of all containers that have a namespace: "docker:web", with what to tell of each. Never more than a moment, never an error.</summary>
    /// <param name="isRunning">Whether only those are wanted that have a namespace.</param>
    internal static IReadOnlyList<(string Name, string Tip)> Names(bool isRunning)
        => [.. Ask(null, withProcesses: false, TimeLimit.In(CompletionPatience), _ => { }).Where(c => c.IsAlive || !isRunning)
            .Select(c => (NetContainer.Reference(c.Engine, c.Name), $"{c.Engine} container {c.Name}, {c.State.ToString().ToLowerInvariant()}"))];

    /// <summary>The names of containers by their ids, for what was found otherwise. Never an error.</summary>
    internal static Dictionary<string, string> NamesById()
        => Ask(null, withProcesses: false, TimeLimit.In(Patience), _ => { }).DistinctBy(c => c.Id).ToDictionary(c => c.Id, c => NetContainer.Reference(c.Engine, c.Name));

    /// <summary>The error where no engine has a container of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="engines">Those that were looked through; null for all.</param>
    internal static NetNsException NotFound(string name, IReadOnlyCollection<ContainerEngine>? engines)
    {
        string[] names = [.. Ask(engines, withProcesses: false, TimeLimit.In(Patience), _ => { }).Select(c => c.Name)];
        string near = NearestWord.Of(name, names) is { } word ? $" Did you mean '{word}'?" : "";
        string where = engines is null ? "No container engine" : string.Join(" or ", engines);
        bool isThere = EngineList.Find().Any(e => engines?.Contains(e.Kind) != false);
        return new NetNsException(NetNsError.ContainerNotFound, $"There is no container '{name}'.{near}", name, Advice(names, isThere, where));
    }

    private static IEnumerable<EngineContainer> Ask(IReadOnlyCollection<ContainerEngine>? engines, bool withProcesses, TimeLimit limit, Action<NetNsException> onProblem)
    {
        HashSet<string> known = [];
        foreach (IContainerEngine engine in EngineList.Find())
        {
            IReadOnlyList<EngineContainer> found = [];
            try
            {
                found = engine.List(withProcesses, limit);
            }
            catch (NetNsException e)
            {
                if (engines?.Contains(engine.Kind) != false)
                    onProblem(e);
            }

            foreach (EngineContainer one in found.Where(c => engines?.Contains(c.Engine) != false && known.Add(c.Id)).OrderBy(c => c.Name, StringComparer.Ordinal))
                yield return one;
        }
    }

    private NetContainer Complete(EngineContainer one)
    {
        NetNamespace? inside = one.ProcessId is { } process && ContainerProcess.IsOf(process, one.Id) ? NamespaceOf(one, process) : null;
        return Describe(one, inside, inside is null || inside.Equals(session.Current.Namespace) ? [] : AddressesIn(inside) ?? one.Addresses);
    }

    private static NetContainer Describe(EngineContainer one, NetNamespace? inside, IEnumerable<IPAddress> addresses) => new()
    {
        Name = one.Name,
        Id = one.Id,
        Engine = one.Engine,
        State = one.State,
        ProcessId = inside is null ? null : one.ProcessId,
        Namespace = inside,
        IPAddress = [.. addresses],
        PublishedPort = [.. one.Ports ?? []],
    };

    // One that shares the network of the machine is in the current namespace: that is no namespace of its own.
    private NetNamespace? NamespaceOf(EngineContainer one, int process)
    {
        try
        {
            string path = $"/proc/{process}/ns/net";
            using NamespaceHandle handle = NamespaceHandle.Open(path);
            if (handle.Identity == session.Current.Handle.Identity)
                return session.Current.Namespace;
            return new NetNamespace
            {
                Path = path,
                Container = NetContainer.Reference(one.Engine, one.Name),
                ContainerId = one.Id,
                Inode = handle.Identity.Inode,
                Device = handle.Identity.Device,
                Cookie = handle.Cookie,
                Source = one.Engine switch
                {
                    ContainerEngine.Docker => NetNamespaceSource.Docker,
                    ContainerEngine.Podman => NetNamespaceSource.Podman,
                    _ => NetNamespaceSource.Cni,
                },
            };
        }
        catch (IOException)
        {
            return null; // it has ended, or belongs to another user
        }
    }

    // What its links have: an engine does not know of what somebody else connected.
    private List<IPAddress>? AddressesIn(NetNamespace inside)
    {
        try
        {
            using NamespaceContext context = session.Open(inside);
            return [.. context.Route.DumpAddresses().Select(m => InterfaceAddress.From(m).Address).Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal)];
        }
        catch (NetNsException)
        {
            return null; // it has ended, or we may not go inside
        }
    }

    private static NetNsException NotFound(ContainerReference reference, TimeLimit limit)
    {
        string[] names = [.. Ask([reference.Engine], withProcesses: false, limit, _ => { }).Select(c => c.Name)];
        string near = NearestWord.Of(reference.Name, names) is { } word ? $" Did you mean '{NetContainer.Reference(reference.Engine, word)}'?" : "";
        return new NetNsException(NetNsError.ContainerNotFound, $"There is no container '{reference}'.{near}", reference.ToString(), Advice(names, EngineList.Find().Any(e => e.Kind == reference.Engine), reference.Engine.ToString()));
    }

    private static string Advice(string[] names, bool isThere, string engine)
        => names.Length > 0 ? $"Those there are: {string.Join(", ", names.Take(10))}{(names.Length > 10 ? ", …" : "")}. List them with Get-NetContainer."
            : isThere ? $"{engine} has no container." : $"{engine} does not run here.";

    private static string StartLine(ContainerReference reference) => reference.Engine switch
    {
        ContainerEngine.Docker => $"docker start {ShellText.Quote(reference.Name)}",
        ContainerEngine.Podman => $"podman start {ShellText.Quote(reference.Name)}",
        _ => $"nerdctl start {ShellText.Quote(reference.Name)}",
    };
}
