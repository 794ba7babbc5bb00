using NetNs.Nsfs;

namespace NetNs.Operations;

/// <summary>
/// Finds every network namespace that shows from here: those with a name, those mounted elsewhere (container engines do
/// that), and those that processes are in.
/// </summary>
internal sealed class NamespaceDiscovery(OperationSession session)
{
    private readonly NamespaceOperations _namespaces = new(session);
    private Dictionary<string, string>? _containers;

    /// <summary>All of them, each with its processes: the current one, then by name, then by mount, then by process.</summary>
    internal IEnumerable<NetNamespace> FindAll()
    {
        ProcessScan processes = ProcessScan.Read();
        NetNamespace current = session.Current.Namespace;
        List<NetNamespace> named = [.. _namespaces.List()];
        HashSet<NetNamespace> known = [.. named];
        if (known.Add(current))
            yield return Complete(current, processes);
        foreach (NetNamespace found in named)
            yield return Complete(found.Equals(current) ? found.With(found.Id, source: NetNamespaceSource.Current) : found, processes);
        foreach (NamespaceMount mount in NamespaceMount.List())
        {
            if (Open(mount.Path, ContainerOrigin.OfPath(mount.Path) ?? NetNamespaceSource.Process) is { } found && known.Add(found))
                yield return Complete(found, processes);
        }

        foreach (int first in processes.Namespaces.Select(n => processes.In(n)[0]).Order())
        {
            if (Open($"/proc/{first}/ns/net", NetNamespaceSource.Process) is { } found && known.Add(found))
                yield return Complete(found, processes);
        }
    }

    private static NetNamespace? Open(string path, NetNamespaceSource source)
    {
        try
        {
            using NamespaceHandle handle = NamespaceHandle.Open(path);
            return new NetNamespace { Path = path, Inode = handle.Identity.Inode, Device = handle.Identity.Device, Cookie = handle.Cookie, Source = source };
        }
        catch (IOException)
        {
            return null; // gone since it was listed, hidden behind another mount, or of another user
        }
    }

    private NetNamespace Complete(NetNamespace found, ProcessScan processes)
    {
        if (found.State == NetNamespaceState.Stale)
            return found.With(null, []);
        int[] inside = [.. processes.In(new NamespaceIdentity(found.Device, found.Inode))];
        (NetNamespaceSource? engine, string? container) = inside.Length > 0 && found.Source != NetNamespaceSource.Current ? ContainerOrigin.OfProcess(inside[0]) : default;
        // What was given a name by hand stays Named, though a container is in it.
        NetNamespaceSource source = found.Source == NetNamespaceSource.Process && engine is { } known ? known : found.Source;
        return found.With(_namespaces.WithId(found).Id, inside, container, source, NameOf(container));
    }

    // The engines are asked once, and only where there is a container.
    private string? NameOf(string? container) => container is null ? null : (_containers ??= ContainerOperations.NamesById()).GetValueOrDefault(container);
}
