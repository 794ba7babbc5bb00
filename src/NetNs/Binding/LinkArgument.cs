using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>
/// What a user may give for a link: an object, a name or a number. A VethPair stands for both its ends, its first one first.
/// </summary>
public sealed class LinkArgument
{
    private readonly LinkReference[] _references;

    /// <summary>A link seen earlier.</summary>
    public LinkArgument(NetLink link)
    {
        _references = [LinkReference.To(link)];
    }

    /// <summary>Both ends of a pair.</summary>
    public LinkArgument(VethPair pair)
    {
        _references = [LinkReference.To(pair.A), LinkReference.To(pair.B)];
    }

    /// <summary>A name.</summary>
    public LinkArgument(string name)
    {
        _references = [new LinkReference(name)];
    }

    /// <summary>A number.</summary>
    public LinkArgument(int index)
    {
        _references = [new LinkReference(null, index)];
    }

    internal LinkArgument(string name, NamespaceArgument? where)
    {
        _references = [new LinkReference(name)];
        Namespace = where;
    }

    /// <summary>Where it is, as a name from another process; null where the references know or nobody told.</summary>
    internal NamespaceArgument? Namespace { get; }

    /// <summary>The link, or the first end of a pair.</summary>
    internal LinkReference First => _references[0];

    /// <summary>The link, or both ends of a pair.</summary>
    internal IReadOnlyList<LinkReference> All => _references;

    /// <summary>Name or number.</summary>
    public override string ToString() => string.Join(" - ", _references.Select(r => r.ToString()));

    /// <summary>Sockets where a reference is: its own namespace, else the one told.</summary>
    internal NamespaceContext ContextOf(LinkReference reference, OperationSession session, NamespaceArgument? told)
        => session.In(reference.Namespace ?? (Namespace ?? told)?.Resolve(session));
}
