using System.Net;
using NetNs.Operations;

namespace NetNs.Binding;

/// <summary>What a user may give for the subnets to masquerade: a network, or a bridge or a connection to one, which stand for the bridge's.</summary>
public sealed class SubnetArgument
{
    private readonly LinkReference? _link;
    private readonly Bridge? _bridge;
    private readonly string _text;

    /// <summary>The subnets of a bridge's addresses.</summary>
    public SubnetArgument(Bridge bridge)
    {
        ArgumentNullException.ThrowIfNull(bridge);
        (_bridge, _link, _text) = (bridge, LinkReference.To(bridge), bridge.Name);
        Namespace = new NamespaceArgument(bridge.Namespace);
        Subject = bridge;
    }

    /// <summary>A network in CIDR form, or the name of a bridge.</summary>
    public SubnetArgument(string text)
    {
        _text = text;
        Subject = text;
    }

    internal SubnetArgument(Masquerade known, object subject)
        : this(known.Subnet.ToString())
    {
        Known = known;
        Namespace = DeserializedObject.ArgumentOf(known.Namespace);
        Subject = subject;
    }

    internal SubnetArgument(string text, NamespaceArgument? where, object subject)
        : this(text)
    {
        Namespace = where;
        Subject = subject;
    }

    /// <summary>Where it is in effect, where the object knows.</summary>
    internal NamespaceArgument? Namespace { get; }

    /// <summary>What the user gave: the target of an error.</summary>
    internal object Subject { get; }

    /// <summary>The masquerade itself, where one was given.</summary>
    internal Masquerade? Known { get; }

    /// <summary>As the user wrote it.</summary>
    public override string ToString() => _text;

    /// <summary>The networks that are meant, and the bridge that they are of.</summary>
    /// <exception cref="NetNsException">SubnetInvalid, BridgeNotFound, AddressNotFound.</exception>
    internal (IReadOnlyList<IPNetwork> Subnets, Bridge? Bridge) Resolve(OperationSession session, NamespaceContext context)
    {
        if (_link is null && !IsName(_text))
            return ([Subnet.Parse(_text)], null);
        Bridge bridge = _bridge ?? (Bridge)new LinkOperations(session).Describe(context, BridgeOperations.Find(context, new LinkReference(_text)));
        return (Masquerading.SubnetsOf(context, LinkOperations.Find(context, _link ?? new LinkReference(_text)).Index, bridge.Name), bridge);
    }

    // What looks like a network is meant as one, also where it is none.
    private static bool IsName(string text) => text.Length > 0 && !text.Contains('/') && !text.Contains(':') && !char.IsAsciiDigit(text[0]);
}
