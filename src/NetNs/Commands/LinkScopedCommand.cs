using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;
using NetNs.Route;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that make or remove what a link has: addresses, routes, neighbours.</summary>
public abstract class LinkScopedCommand : NetNsCommand
{
    private bool _linkWasSaid;
    private bool _namespaceWasSaid;

    /// <summary>The link: a name, a number, or a NetLink. Of a VethPair it is the first end.</summary>
    [Parameter(Position = 2, ValueFromPipeline = true)]
    [Alias("Name", "dev", "Link")]
    [LinkTransform]
    [ArgumentCompleter(typeof(LinkNameCompleter))]
    public LinkArgument? InterfaceAlias { get; set; }

    /// <summary>The link by its number.</summary>
    [Parameter]
    [Alias("ifindex")]
    public int? InterfaceIndex { get; set; }

    /// <summary>
    /// Where to act: a NetNamespace, a name, a path, a process id or a Process. Left out, it is where the link is, or the namespace of the calling thread.
    /// </summary>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("NetNs")]
    [NamespaceTransform]
    [ArgumentCompleter(typeof(NamespaceNameCompleter))]
    public NamespaceArgument? Namespace { get; set; }

    /// <summary>The link that was said, where one was.</summary>
    private protected LinkReference? Reference => InterfaceIndex is { } index ? new LinkReference(null, index) : InterfaceAlias?.First;

    /// <summary>Sockets where the link is. Belongs to the session.</summary>
    /// <remarks>A link that was seen knows its namespace; a name goes with the namespace that was said, else with the one it came with.</remarks>
    private protected NamespaceContext Context => Session.In(Reference?.Namespace ?? Told?.Resolve(Session));

    private NamespaceArgument? Told => InterfaceIndex is null && InterfaceAlias?.Namespace is { } own && !_namespaceWasSaid ? own
        // A bare text from the pipe binds to both: here it names a link.
        : !_linkWasSaid && !_namespaceWasSaid && InterfaceAlias is not null && InterfaceAlias.First.Namespace is null && InterfaceAlias.ToString() == Namespace?.ToString() ? null
        : Namespace;

    private protected override void BeginInput()
    {
        _linkWasSaid = MyInvocation.BoundParameters.ContainsKey(nameof(InterfaceAlias));
        _namespaceWasSaid = MyInvocation.BoundParameters.ContainsKey(nameof(Namespace));
    }

    /// <summary>The link that was said.</summary>
    /// <exception cref="NetNsException">LinkNotFound; ArgumentsInvalid where none was said.</exception>
    private protected LinkMessage FindLink(NamespaceContext context) => LinkOperations.Find(context, Reference
        ?? throw new NetNsException(NetNsError.ArgumentsInvalid, "Nobody said which link.", null, "Name it with -InterfaceAlias or -InterfaceIndex, or pipe it in from Get-NetLink."));
}
