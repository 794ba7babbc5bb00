using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Errors;
using NetNs.Operations;

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
            Remove(Resolver.Find(host, BridgeNamespace, nameof(BridgeNamespace)), connection);
            return;
        }

        NetNamespace target = connection.Namespace.Resolve(Session);
        NamespaceContext context = Resolver.ContextOf(Bridge, BridgeNamespace, nameof(BridgeNamespace));
        FoundLink? bridge = Bridge is null ? null : LinkResolver.FindBridge(context, Bridge);
        foreach (FoundLink port in new BridgeOperations(Session).FindConnections(context, target, bridge))
            Remove(port, connection);
    }

    private void Remove(FoundLink port, ConnectionArgument connection)
    {
        string from = BridgeOperations.NameOfBridge(port) ?? "its bridge";
        if (ShouldRemove($"namespace {connection.Namespace}", $"Disconnect from {from}{port.Context.Namespace.Suffix} and remove {port.Name}", port.Context.Namespace, port.Name))
            (_removal ??= new LinkRemoval(Session)).Add(port.Context, port.Message);
    }
}
