namespace NetNs;

/// <summary>A virtual cable: two links, each the other's far end.</summary>
public sealed class VethPair
{
    /// <summary>The first end: the one that was named first, and that a bridge takes.</summary>
    public required NetLink A { get; init; }

    /// <summary>The second end: the one inside, where the pair leads into a namespace.</summary>
    public required NetLink B { get; init; }

    /// <summary>Where the first end is.</summary>
    public NetNamespace Namespace => A.Namespace;

    /// <summary>Both names: "veth0 - ceth0".</summary>
    public override string ToString() => $"{A} - {B}";
}
