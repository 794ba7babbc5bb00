namespace NetNs;

/// <summary>A network setting of the kernel, as sysctl(8) shows it. An immutable snapshot.</summary>
public sealed class NetSysctl : IEquatable<NetSysctl>
{
    /// <summary>Its name with dots: net.ipv4.ip_forward. A dot within a part (a link called eth0.5) is written "/".</summary>
    public required string Name { get; init; }

    /// <summary>Its value as the kernel writes it; null where it cannot be read.</summary>
    public string? Value { get; init; }

    /// <summary>Its file.</summary>
    public required string Path { get; init; }

    /// <summary>Where it holds.</summary>
    public required NetNamespace Namespace { get; init; }

    /// <summary>"net.ipv4.ip_forward = 1".</summary>
    public override string ToString() => $"{Name} = {Value}";

    /// <summary>The same setting of the same namespace, whatever its value.</summary>
    public bool Equals(NetSysctl? other) => other is not null && Name == other.Name && Namespace.Equals(other.Namespace);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as NetSysctl);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Namespace);
}
