namespace NetNs;

/// <summary>An end of a cable between two namespaces.</summary>
public enum CableEnd
{
    /// <summary>The first end: the one in the namespace that was named first.</summary>
    A,

    /// <summary>The second end.</summary>
    B,
}
