using System.Management.Automation;
using NetNs.Binding;
using NetNs.Completion;
using NetNs.Operations;

namespace NetNs.Commands;

/// <summary>The base of the cmdlets that make or remove what a link has: addresses, routes, neighbours.</summary>
public abstract class LinkScopedCommand : NetNsCommand
{
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

    /// <summary>The link that the user named; null if none.</summary>
    private protected LinkArgument? Link => InterfaceIndex is { } index ? new LinkArgument(index) : InterfaceAlias;

    /// <summary>Sockets where the link is. Belongs to the session.</summary>
    private protected NamespaceContext Context => Resolver.ContextOf(Link, IsLinkName ? null : Namespace);

    // A text from the pipeline binds to both: here it names a link.
    private bool IsLinkName => InterfaceIndex is null && Resolver.IsOneText(InterfaceAlias, Namespace, nameof(InterfaceAlias));

    /// <summary>The link that the user named.</summary>
    /// <exception cref="NetNsException">LinkNotFound; ArgumentsInvalid if the user named none.</exception>
    private protected FoundLink FindLink(NamespaceContext context) => FindLinkIfNamed(context)
        ?? throw new NetNsException(NetNsError.ArgumentsInvalid, "Nobody said which link.", null, "Name it with -InterfaceAlias or -InterfaceIndex, or pipe it in from Get-NetLink.");

    /// <summary>The link that the user named; null if none.</summary>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    private protected FoundLink? FindLinkIfNamed(NamespaceContext context) => Link is { } link ? LinkResolver.Find(context, link) : null;
}
