namespace NetNs;

/// <summary>What happened.</summary>
public enum NetEventAction
{
    /// <summary>It was there at the beginning, or is there after a <see cref="Resync"/>.</summary>
    Present,

    /// <summary>It came.</summary>
    Added,

    /// <summary>It changed.</summary>
    Changed,

    /// <summary>It went.</summary>
    Removed,

    /// <summary>
    /// More happened than could be read in time, and events of this namespace were lost. What was known of it is void; all
    /// that is there now follows as <see cref="Present"/>.
    /// </summary>
    Resync,
}
