using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>
/// What a user may give for a link: an object, a name or a number. A VethPair stands for both its ends, the first one first.
/// <see cref="LinkResolver"/> finds the link.
/// </summary>
public sealed class LinkArgument
{
    private readonly LinkArgument[]? _ends;

    /// <summary>A link seen earlier.</summary>
    public LinkArgument(NetLink link)
        : this(LinkReference.To(link), null, link)
    {
    }

    /// <summary>Both ends of a pair.</summary>
    public LinkArgument(VethPair pair)
        : this(new LinkArgument(pair.A), new LinkArgument(pair.B))
    {
    }

    /// <summary>A name, or an alternative name.</summary>
    public LinkArgument(string name)
        : this(new LinkReference(name), null, name)
    {
    }

    /// <summary>A number.</summary>
    public LinkArgument(int index)
        : this(new LinkReference(null, index), null, index)
    {
    }

    internal LinkArgument(string name, NamespaceArgument? where)
        : this(new LinkReference(name), where, name)
    {
    }

    /// <summary>Several as one: the ends of a pair that came from another process.</summary>
    internal LinkArgument(LinkArgument first, LinkArgument second)
        : this(first.Reference, first.Namespace, first.Subject)
    {
        _ends = [first, second];
    }

    private LinkArgument(LinkReference reference, NamespaceArgument? where, object subject)
    {
        Reference = reference;
        Namespace = where;
        Subject = subject;
    }

    /// <summary>The link, or the first end of a pair. It knows its namespace if the user gave an object of this process.</summary>
    internal LinkReference Reference { get; }

    /// <summary>The namespace that came with the name, as a property of the same object; null if none did.</summary>
    internal NamespaceArgument? Namespace { get; }

    /// <summary>What the user gave, for the target of an error.</summary>
    internal object Subject { get; }

    /// <summary>The link, or both ends of a pair.</summary>
    internal IEnumerable<LinkArgument> Each => _ends ?? [this];

    /// <summary>Name or number.</summary>
    public override string ToString() => string.Join(" - ", Each.Select(e => e.Reference));
}
