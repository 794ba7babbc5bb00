using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>Tells what happens in network namespaces, as it happens.</summary>
[Cmdlet(VerbsCommon.Watch, "NetNamespace")]
[OutputType(typeof(NetEvent))]
public sealed class WatchNetNamespaceCommand : NetNsCommand
{
    private NamespaceWatcher? _watcher;

    /// <summary>Which namespaces. Left out, it is the namespace of the calling thread.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [ValidateNotNull]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument[]? Namespace { get; set; }

    /// <summary>What to tell of: links, addresses, routes, neighbours; all of them where left out.</summary>
    [Parameter]
    public NetEventKind[] Kind { get; set; } = [NetEventKind.Link, NetEventKind.Address, NetEventKind.Route, NetEventKind.Neighbor];

    /// <summary>Tells first what is there at the beginning.</summary>
    [Parameter]
    public SwitchParameter IncludeInitialState { get; set; }

    /// <summary>When to end: seconds, or a TimeSpan. Left out, it goes on until Ctrl+C.</summary>
    [Parameter]
    [SecondsTransform]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Ends after so many events; the initial state does not count.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxEvents { get; set; }

    private NamespaceWatcher Watcher => _watcher ??= new NamespaceWatcher(Session, [.. Kind]);

    /// <inheritdoc/>
    private protected override void ProcessInput()
    {
        if (Namespace is null)
            Attempt(null, () => Watcher.Add(Session.Current.Namespace));
        foreach (NamespaceArgument argument in Namespace ?? [])
            Attempt(argument.Subject, () => Watcher.Add(argument.Resolve(Session)));
    }

    /// <inheritdoc/>
    private protected override void EndInput()
    {
        Attempt(null, () =>
        {
            int count = 0;
            foreach (NetEvent found in Watcher.Watch(IncludeInitialState, Timeout))
            {
                WriteObject(found);
                if (found.Action is not (NetEventAction.Present or NetEventAction.Resync) && ++count == MaxEvents)
                    break;
            }
        });
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _watcher?.Dispose();
        base.Dispose(disposing);
    }
}
