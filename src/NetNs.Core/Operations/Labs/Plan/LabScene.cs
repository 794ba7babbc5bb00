using NetNs.Route;

namespace NetNs.Operations;

/// <summary>What the steps of a lab work with: its namespaces by name, connectors that are opened once for each bridge, and the undo of the whole run.</summary>
internal sealed class LabScene : IDisposable
{
    /// <summary>The index of the loopback link, the first of every namespace (LOOPBACK_IFINDEX, net/flow.h).</summary>
    internal const int LoopbackIndex = 1;

    private readonly Dictionary<string, NetNamespace> _namespaces = [];
    private readonly Dictionary<string, BridgeConnector> _connectors = [];
    private readonly OperationSession _maker;
    private readonly NamespaceOperations _making;
    private readonly Queue<string> _toCreate;

    /// <param name="session">What to work with.</param>
    /// <param name="definition">The lab.</param>
    /// <param name="toCreate">The nodes that the plan creates, in order: each next one is prepared while the last one is connected.</param>
    internal LabScene(OperationSession session, LabDefinition definition, IEnumerable<string> toCreate)
    {
        Session = session;
        Definition = definition;
        Undo = new Undo(session.Reporter);
        _toCreate = new(toCreate);
        // A session of its own: its thread keeps the prepared namespace while the other one works elsewhere.
        _maker = new OperationSession(session.Reporter, session.Store);
        _making = new NamespaceOperations(_maker);
    }

    internal OperationSession Session { get; }

    internal LabDefinition Definition { get; }

    /// <summary>Takes back what the run did.</summary>
    internal Undo Undo { get; }

    /// <summary>Where the bridges are. Good until the next call for another namespace.</summary>
    internal NamespaceContext Host() => Definition.Sealed ? Session.In(Namespace(Definition.HostName)) : Session.Current;

    /// <summary>A node's namespace. Good until the next call for another namespace.</summary>
    internal NamespaceContext In(string node) => Session.In(NodeNamespace(node));

    /// <summary>A node's namespace as a model.</summary>
    internal NetNamespace NodeNamespace(string node) => Namespace(Definition.NamespaceOf(node));

    /// <summary>A namespace by its name.</summary>
    /// <exception cref="NetNsException">NamespaceNotFound.</exception>
    internal NetNamespace Namespace(string name)
        => _namespaces.TryGetValue(name, out NetNamespace? known) ? known : _namespaces[name] = new NamespaceOperations(Session).Get(name);

    /// <summary>Creates a namespace that carries a label from its first moment on.</summary>
    internal void CreateNamespace(string name, LabLabel label)
    {
        NetNamespace made = _making.Create(name, label: label.ToString());
        _namespaces[name] = made;
        Undo.Push($"remove namespace {name}", () => Session.Store.Remove(name));
        if (label.Kind != LabLabel.Node || !_toCreate.TryDequeue(out _) || !_toCreate.TryPeek(out string? next))
            return;
        _making.MakeAhead(loopbackUp: true, new LabLabel(label.Lab, LabLabel.Node, next).ToString());
    }

    /// <summary>What connects nodes to a bridge.</summary>
    internal BridgeConnector Connector(string bridge)
    {
        if (!_connectors.TryGetValue(bridge, out BridgeConnector? connector))
            _connectors.Add(bridge, connector = BridgeConnector.Open(Session, Definition.Sealed ? Namespace(Definition.HostName) : null, new LinkReference(bridge)));
        return connector;
    }

    /// <summary>Forgets what is kept of bridges, after one of them changed.</summary>
    internal void ForgetConnectors()
    {
        foreach (BridgeConnector connector in _connectors.Values)
            connector.Dispose();
        _connectors.Clear();
    }

    /// <summary>Forgets a namespace that was removed.</summary>
    internal void Forget(string name)
    {
        _namespaces.Remove(name);
        Session.LetGo();
    }

    /// <summary>Changes a link, and changes it back if the run fails.</summary>
    internal void ChangeLink(NamespaceContext context, LinkMessage change, LinkMessage back, string what)
    {
        context.Route.ChangeLink(change);
        NetNamespace where = context.Namespace;
        Undo.Push(what, () => Session.In(where).Route.ChangeLink(back));
    }

    public void Dispose()
    {
        ForgetConnectors();
        _maker.Dispose();
        Undo.Dispose();
    }
}
