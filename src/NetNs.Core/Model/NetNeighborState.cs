namespace NetNs;

/// <summary>How sure the kernel is of a neighbour, linux/neighbour.h.</summary>
public enum NetNeighborState
{
    /// <summary>Nothing is known.</summary>
    None = 0, // NUD_NONE

    /// <summary>Asked, not answered yet.</summary>
    Incomplete = 1, // NUD_INCOMPLETE

    /// <summary>Confirmed not long ago.</summary>
    Reachable = 2, // NUD_REACHABLE

    /// <summary>Known, to be confirmed when used.</summary>
    Stale = 4, // NUD_STALE

    /// <summary>Used, waiting for a confirmation.</summary>
    Delay = 8, // NUD_DELAY

    /// <summary>Asked again.</summary>
    Probe = 16, // NUD_PROBE

    /// <summary>Did not answer.</summary>
    Failed = 32, // NUD_FAILED

    /// <summary>The link needs no link-layer address.</summary>
    NoArp = 64, // NUD_NOARP

    /// <summary>Set by hand, for good.</summary>
    Permanent = 128, // NUD_PERMANENT
}
