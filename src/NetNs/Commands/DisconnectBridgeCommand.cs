using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Errors;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Commands;

/// <summary>Removes connections of namespaces to bridges, all of one pipe together.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "Bridge", SupportsShouldProcess = true)]
public sealed class DisconnectBridgeCommand : NetNsCommand
{
    private LinkRemoval? _removal;

    /// <summary>The bridge. Left out, it is every bridge that the namespace is connected to.</summary>
    [Parameter(Position = 0)]
    [LinkTransform]
    [ArgumentCompleter(typeof(BridgeOfConnectionCompleter))]
    public LinkArgument? Bridge { get; set; }

    /// <summary>The namespaces, or the connections that Connect-Bridge returned.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [ConnectionTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public ConnectionArgument[] Namespace { get; set; } = [];

    /// <summary>Where the bridge is. Left out, a Bridge object or a connection knows; else it is the namespace of the calling thread.</summary>
    [Parameter]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? BridgeNamespace { get; set; }

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        foreach (ConnectionArgument connection in Namespace)
            Attempt(connection.Subject, () => Collect(connection));
    }

    /// <inheritdoc/>
    private protected override void EndInput()
        => Attempt(null, () => _removal?.Run((link, failure) => WriteError(ErrorMap.ToRecord(failure, link.Name))));

    private void Collect(ConnectionArgument connection)
    {
        if (connection.HostLink is { } host)
        {
            NamespaceContext where = host.ContextOf(host.First, Session, BridgeNamespace);
            Remove(where, LinkOperations.Find(where, host.First), connection);
            return;
        }

        NetNamespace target = connection.Namespace.Resolve(Session);
        NamespaceContext context = Session.In(BridgeNamespace?.Resolve(Session) ?? Bridge?.First.Namespace ?? Bridge?.Namespace?.Resolve(Session));
        LinkMessage? bridge = Bridge is null ? null : BridgeOperations.Find(context, Bridge.First);
        foreach (LinkMessage port in new BridgeOperations(Session).FindConnections(context, target, bridge))
            Remove(context, port, connection);
    }

    private void Remove(NamespaceContext context, LinkMessage port, ConnectionArgument connection)
    {
        string from = port.Master is { } master and not 0 ? LinkOperations.NameOf(context, master) ?? "its bridge" : "its bridge";
        if (ShouldProcess($"namespace {connection.Namespace}", $"Disconnect from {from}{context.Namespace.Suffix} and remove {port.Name}"))
            (_removal ??= new LinkRemoval(Session)).Add(context, port);
    }
}
