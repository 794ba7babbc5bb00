using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>
/// What a user may give for a link: an object, a name or a number. A VethPair stands for both its ends, its first one first.
/// </summary>
public sealed class LinkArgument
{
    private readonly Part[] _parts;

    /// <summary>A link seen earlier.</summary>
    public LinkArgument(NetLink link)
    {
        _parts = [new Part(LinkReference.To(link), null, link)];
    }

    /// <summary>Both ends of a pair.</summary>
    public LinkArgument(VethPair pair)
    {
        _parts = [new Part(LinkReference.To(pair.A), null, pair.A), new Part(LinkReference.To(pair.B), null, pair.B)];
    }

    /// <summary>A name.</summary>
    public LinkArgument(string name)
    {
        _parts = [new Part(new LinkReference(name), null, name)];
    }

    /// <summary>A number.</summary>
    public LinkArgument(int index)
    {
        _parts = [new Part(new LinkReference(null, index), null, index)];
    }

    internal LinkArgument(string name, NamespaceArgument? where)
    {
        _parts = [new Part(new LinkReference(name), where, name)];
    }

    /// <summary>Several as one: the ends of a pair that came from another process.</summary>
    internal LinkArgument(LinkArgument first, LinkArgument second)
    {
        _parts = [.. first._parts, .. second._parts];
    }

    /// <summary>Where the first one is, as a name from another process; null where the reference knows or nobody told.</summary>
    internal NamespaceArgument? Namespace => _parts[0].Where;

    /// <summary>The link, or the first end of a pair.</summary>
    internal LinkReference First => _parts[0].Reference;

    /// <summary>The link, or both ends of a pair.</summary>
    internal IEnumerable<LinkReference> All => _parts.Select(p => p.Reference);

    /// <summary>Name or number.</summary>
    public override string ToString() => string.Join(" - ", All);

    /// <summary>Sockets where a reference is: its own namespace, else the one told.</summary>
    internal NamespaceContext ContextOf(LinkReference reference, OperationSession session, NamespaceArgument? told)
        => session.In(reference.Namespace ?? (PartOf(reference).Where ?? told)?.Resolve(session));

    /// <summary>What the user gave for a reference, for the target of an error.</summary>
    internal object SubjectOf(LinkReference reference) => PartOf(reference).Subject;

    private Part PartOf(LinkReference reference) => _parts.First(p => ReferenceEquals(p.Reference, reference));

    private sealed record Part(LinkReference Reference, NamespaceArgument? Where, object Subject);
}
