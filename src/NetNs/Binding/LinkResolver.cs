using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>
/// Decides which link an argument means, and in which namespace. Every cmdlet that takes a link uses it. The namespace is, in this order:
/// <list type="number">
/// <item>the one that a link object was read in;</item>
/// <item>the one typed on the command line;</item>
/// <item>the one that came with the name, as a property of the same object;</item>
/// <item>the one from the pipeline;</item>
/// <item>that of the calling thread.</item>
/// </list>
/// A link is found by its name, by an alternative name or by its number.
/// </summary>
/// <param name="session">What to work with.</param>
/// <param name="isTyped">Whether a parameter stands on the command line.</param>
internal sealed class LinkResolver(OperationSession session, Func<string, bool> isTyped)
{
    /// <summary>The parameter that usually says where a link is.</summary>
    private const string Usual = "Namespace";

    /// <summary>Where a link is; null means the namespace of the calling thread.</summary>
    /// <param name="link">The link; null where the user named none.</param>
    /// <param name="given">The namespace parameter's value.</param>
    /// <param name="parameter">The namespace parameter's name.</param>
    /// <exception cref="NetNsException">NamespaceNotFound and the like.</exception>
    internal NetNamespace? NamespaceOf(LinkArgument? link, NamespaceArgument? given, string parameter = Usual)
        => OwnNamespaceOf(link, parameter) ?? given?.Resolve(session);

    /// <summary>The namespace that a link brings along; null where it is looked for in those that the user gave.</summary>
    /// <param name="link">The link; null where the user named none.</param>
    /// <param name="parameter">The namespace parameter's name; null where none of the cmdlet's says where this link is.</param>
    internal NetNamespace? OwnNamespaceOf(LinkArgument? link, string? parameter = Usual)
        => link?.Reference.Namespace ?? (parameter is not null && isTyped(parameter) ? null : link?.Namespace?.Resolve(session));

    /// <summary>Sockets where a link is. They belong to the session. See <see cref="NamespaceOf"/>.</summary>
    internal NamespaceContext ContextOf(LinkArgument? link, NamespaceArgument? given, string parameter = Usual)
        => session.In(NamespaceOf(link, given, parameter));

    /// <summary>The link itself. See <see cref="NamespaceOf"/>.</summary>
    /// <exception cref="NetNsException">LinkNotFound, NamespaceNotFound and the like.</exception>
    internal FoundLink Find(LinkArgument link, NamespaceArgument? given, string parameter = Usual)
        => Find(ContextOf(link, given, parameter), link);

    /// <summary>The bridge itself. See <see cref="NamespaceOf"/>.</summary>
    /// <exception cref="NetNsException">BridgeNotFound, NotABridge, NamespaceNotFound and the like.</exception>
    internal FoundLink FindBridge(LinkArgument bridge, NamespaceArgument? given, string parameter = Usual)
        => FindBridge(ContextOf(bridge, given, parameter), bridge);

    /// <summary>A link of one namespace.</summary>
    /// <exception cref="NetNsException">LinkNotFound.</exception>
    internal static FoundLink Find(NamespaceContext context, LinkArgument link) => new(context, LinkOperations.Find(context, link.Reference));

    /// <summary>A bridge of one namespace.</summary>
    /// <exception cref="NetNsException">BridgeNotFound, NotABridge.</exception>
    internal static FoundLink FindBridge(NamespaceContext context, LinkArgument bridge) => new(context, BridgeOperations.Find(context, bridge.Reference));

    /// <summary>The link's own name, for what knows no others: rules of nf_tables, files under /proc/sys. A name that no link has stays as it is.</summary>
    internal static string NameOf(NamespaceContext context, string name) => LinkOperations.TryFind(context, new LinkReference(name))?.Name ?? name;

    /// <summary>The pattern, where a link was given by a name with wildcards; else null.</summary>
    internal static NamePattern? PatternOf(LinkArgument link)
        => link.Reference is { Index: 0, Name: { } name } && new NamePattern(name) is { HasWildcards: true } pattern ? pattern : null;

    /// <summary>
    /// Whether one text from the pipeline was bound to both a link and a namespace parameter. The cmdlet decides which of the two it means.
    /// </summary>
    /// <param name="link">The link parameter's value.</param>
    /// <param name="given">The namespace parameter's value.</param>
    /// <param name="linkParameter">The link parameter's name.</param>
    internal bool IsOneText(LinkArgument? link, NamespaceArgument? given, string linkParameter)
        => given is not null && link is { Reference.Namespace: null, Namespace: null }
            && !isTyped(linkParameter) && !isTyped(Usual) && link.ToString().TrimStart('#') == given.ToString();
}
