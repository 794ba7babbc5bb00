namespace NetNs;

/// <summary>What a node is in a network.</summary>
public enum NetTopologyRole
{
    /// <summary>It neither has bridges nor forwards.</summary>
    Endpoint,

    /// <summary>It forwards packets of at least one family.</summary>
    Router,

    /// <summary>It has bridges.</summary>
    Host,
}
