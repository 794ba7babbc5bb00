using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>
/// Scratch worlds of tests: made, found again by the names of their namespaces, removed with all that runs in them. What is
/// there is told by the kernel alone.
/// </summary>
internal sealed class TestWorldOperations(OperationSession session)
{
    private const string HostName = "host";

    private readonly NamespaceOperations _namespaces = new(session);

    /// <summary>Makes a world: all of it or nothing. Worlds whose process has ended are removed before.</summary>
    /// <param name="names">Namespaces that it has besides the one that plays the host.</param>
    /// <exception cref="NetNsException">NamespaceNameInvalid, NamespaceAlreadyExists where a name is given twice, NotPermitted.</exception>
    internal NetNsTestWorld Create(IReadOnlyList<string> names)
    {
        Check(names);
        RemoveAbandoned();
        using var undo = new Undo(session.Reporter);
        (TestWorldName world, NetNamespace host) = CreateHost();
        undo.Push($"remove namespace {host}", () => session.Store.Remove(host.Name!));
        var made = new List<NetNamespace>();
        foreach (string name in names)
        {
            session.Checkpoint();
            NetNamespace one = _namespaces.Create(world.Of(name));
            undo.Push($"remove namespace {one}", () => session.Store.Remove(one.Name!));
            made.Add(one);
        }

        undo.Keep();
        return new NetNsTestWorld { Name = world.ToString(), Host = host, Namespaces = [.. made], ProcessId = world.ProcessId };
    }

    /// <summary>What is wrong with the names, before anything is made.</summary>
    /// <exception cref="NetNsException">NamespaceNameInvalid, NamespaceAlreadyExists where a name is given twice.</exception>
    internal static void Check(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { HostName };
        foreach (string name in names)
        {
            NamespaceName.Check(name);
            NamespaceName.Check(TestWorldName.Own(int.MaxValue).Of(name));
            if (!seen.Add(name))
            {
                throw new NetNsException(NetNsError.NamespaceAlreadyExists, name == HostName ? "Every test world has its 'host' already." : $"Test world: the namespace '{name}' is asked for twice.", name,
                    "Give each namespace of a world another name.");
            }
        }
    }

    /// <summary>All worlds whose namespaces have names here, whoever made them.</summary>
    internal IEnumerable<NetNsTestWorld> List()
        => from found in session.Store.List()
           let parsed = TestWorldName.Parse(found.Name)
           // A link is nobody's world, whatever it is called: it leads to a namespace that has a life of its own.
           where parsed is not null && !session.Store.IsSymbolicLink(found.Name)
           group (parsed.Value.Name, Model: _namespaces.Find(found.Name)) by parsed.Value.World into world
           let present = world.Where(n => n.Model is not null).OrderBy(n => n.Name, StringComparer.Ordinal).ToList()
           where present.Count > 0
           // Where somebody removed the host, the rest still is a world to be removed.
           let host = present.Find(n => n.Name == HostName).Model ?? present[0].Model
           orderby world.Key.ProcessId, world.Key.Number
           select new NetNsTestWorld
           {
               Name = world.Key.ToString(),
               Host = host,
               Namespaces = [.. present.Select(n => n.Model!).Where(n => n != host)],
               ProcessId = world.Key.ProcessId,
               IsAbandoned = world.Key.IsAbandoned(),
           };

    /// <summary>Removes a world: ends what runs in it, and comes back when its devices are gone. What is gone already is no error.</summary>
    /// <exception cref="NetNsException">NamespaceBusy, NotPermitted, TimedOut.</exception>
    internal void Remove(NetNsTestWorld world)
    {
        using var removal = new NamespaceRemoval(session);
        var aftermath = new DependentRules(session);
        List<NetNamespace> going = [.. world.Namespaces.Append(world.Host).Where(IsThere)];
        HashSet<NetNamespace> together = [.. going];
        foreach (NetNamespace one in going)
        {
            NamespaceContents contents = removal.Examine(one, stopProcesses: true);
            removal.Prepare(one, contents, new ProcessTermination(session), watch: true);
            aftermath.Note(one, contents, together);
        }

        aftermath.Clean(together.ToHashSet<object>().Contains);
        try
        {
            removal.RemovePrepared((_, work) => work());
        }
        finally
        {
            if (removal.Removed.Count < together.Count)
                aftermath.PutBack(removal.Removed.ToHashSet<object>().Contains);
        }

        if (removal.Wait(TimeSpan.FromSeconds(30)) is [var stays, ..])
            throw stays;
    }

    // Somebody else may be about to do so as well.
    private void RemoveAbandoned()
    {
        foreach (NetNsTestWorld left in List().Where(w => w.IsAbandoned).ToList())
        {
            try
            {
                if (session.Reporter.WantsSteps)
                    session.Reporter.Step($"Remove test world {left}, whose process {left.ProcessId} has ended", $"ip netns delete {ShellText.Quote(left.Host.ToString())}");
                Remove(left);
            }
            catch (NetNsException e) when (e.Error == NetNsError.NamespaceNotFound)
            {
                // It did.
            }
            catch (NetNsException e)
            {
                session.Reporter.Warn($"Test world {left}, whose process {left.ProcessId} has ended, is still there: {e.Message}");
            }
        }
    }

    // The first number that is free: its file cannot be made twice, whoever tries at the same time.
    private (TestWorldName World, NetNamespace Host) CreateHost()
    {
        for (int number = 1; ; number++)
        {
            var world = TestWorldName.Own(number);
            if (session.Store.Find(world.Of(HostName)) is not null)
                continue;
            try
            {
                return (world, _namespaces.Create(world.Of(HostName)));
            }
            catch (NetNsException e) when (e.Error == NetNsError.NamespaceAlreadyExists)
            {
                // Another runspace of this process was faster.
            }
        }
    }

    private bool IsThere(NetNamespace seen) => _namespaces.Find(seen.Name!) is { } now && now.Equals(seen);
}
