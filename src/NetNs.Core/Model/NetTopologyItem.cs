namespace NetNs;

/// <summary>One thing of a topology. Its properties are plain values, so that it is the same after CSV, Clixml or JSON.</summary>
public abstract class NetTopologyItem : IEquatable<NetTopologyItem>
{
    private protected NetTopologyItem()
    {
    }

    /// <summary>The node that it is in: <see cref="NetTopologyNode.Name"/>.</summary>
    public string Node { get; init; } = "";

    /// <summary>The namespace of the node as a -Namespace parameter takes it: its name, or the path of its file.</summary>
    public string Namespace { get; internal set; } = "";

    /// <summary>What kind of thing it is, in one word.</summary>
    internal abstract string Noun { get; }

    /// <summary>What tells it from others of its kind.</summary>
    internal abstract string Key { get; }

    /// <summary>Its properties as text, the node first; null stands for "none".</summary>
    internal abstract IEnumerable<KeyValuePair<string, string?>> Values { get; }

    /// <summary>The same thing, whatever its state.</summary>
    public bool Equals(NetTopologyItem? other) => other is not null && other.GetType() == GetType() && other.Key == Key;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetTopologyItem);

    /// <inheritdoc/>
    public override int GetHashCode() => Key.GetHashCode(StringComparison.Ordinal);

    /// <summary>What tells it from others of its kind: "web:eth0 10.1.0.3/24".</summary>
    public override string ToString() => Key;

    private protected static KeyValuePair<string, string?> Pair(string name, object? value)
        => new(name, value is null ? null : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
}
