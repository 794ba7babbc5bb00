using NetNs.NfTables;
using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What exists of a lab, read from the kernel.</summary>
internal sealed class LabState
{
    private LabState(string name) => Name = name;

    /// <summary>The lab.</summary>
    internal string Name { get; }

    /// <summary>Its nodes by their names in the definition.</summary>
    internal Dictionary<string, LabNodeState> Nodes { get; } = [];

    /// <summary>Namespaces of a sealed lab that have bridges; one, unless the lab was renamed by hand.</summary>
    internal LabNodeState? SealedHost { get; private set; }

    /// <summary>The namespace that has the lab's bridges: that of a sealed lab, or the current one. Null where a sealed lab has none yet.</summary>
    internal LabNodeState? Host { get; private set; }

    /// <summary>The links of the current namespace, for what an unsealed lab has there.</summary>
    internal LabNodeState? Current { get; private set; }

    /// <summary>What is published where the bridges are.</summary>
    internal IReadOnlyList<(PortEntry Entry, SetElement Element)> Ports { get; private set; } = [];

    /// <summary>What is masqueraded where the bridges are.</summary>
    internal IReadOnlyList<MasqueradeEntry> Masquerades { get; private set; } = [];

    /// <summary>Whether anything exists.</summary>
    internal bool IsEmpty => Nodes.Count == 0 && SealedHost is null && !OwnLinks.Any();

    /// <summary>Bridges and other links in the current namespace that carry the lab's label.</summary>
    internal IEnumerable<LinkMessage> OwnLinks => Current?.Links.Where(l => LabLabel.TryParse(l.Alias, Name, out _)) ?? [];

    /// <summary>Reads a lab.</summary>
    /// <param name="session">What to work with.</param>
    /// <param name="name">The lab.</param>
    /// <param name="definition">What it shall be, for the sysctls to read and for where bridges belong; null where nobody knows.</param>
    internal static LabState Read(OperationSession session, string name, LabDefinition? definition)
    {
        var state = new LabState(name);
        var sysctls = definition?.Nodes.ToDictionary(n => definition.NamespaceOf(n.Name), n => n.Sysctls.Keys) ?? [];
        foreach ((NetNamespace found, LabLabel label) in new LabFinder(session).Find().Where(f => f.Label.Lab == name))
        {
            using NamespaceContext context = session.Open(found);
            if (label.Kind == LabLabel.Node)
                state.Nodes[label.Name] = LabNodeState.Read(context, context.Route.DumpLinks(), sysctls.GetValueOrDefault(found.Name!) ?? []);
            else if (label.Kind == LabLabel.Host)
                state.SealedHost = LabNodeState.Read(context, context.Route.DumpLinks(), HostSysctls);
        }

        state.Current = LabNodeState.Read(session.Current, session.Current.Route.DumpLinks(), []);
        bool isSealed = definition?.Sealed ?? state.SealedHost is not null;
        state.Host = isSealed ? state.SealedHost : state.Current;
        if (state.Host?.Namespace is { } host)
            state.ReadNat(isSealed ? session.In(host) : session.Current);
        return state;
    }

    /// <summary>The switches of forwarding, which a sealed lab sets where its bridges are.</summary>
    internal static IReadOnlyList<string> HostSysctls { get; } = ["net.ipv4.ip_forward", "net.ipv6.conf.all.forwarding"];

    private void ReadNat(NamespaceContext context)
    {
        if (!NatTable.Exists(context))
            return;
        Ports = PublishedPorts.Read(context);
        Masquerades = [.. NatSets.Both.SelectMany(s => MasqueradeEntry.Read(context, s)).Select(p => p.Entry)];
    }
}
