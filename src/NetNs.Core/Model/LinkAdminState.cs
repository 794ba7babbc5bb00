namespace NetNs;

/// <summary>What the administrator wants of a link.</summary>
public enum LinkAdminState
{
    /// <summary>Switched off.</summary>
    Down,

    /// <summary>Switched on.</summary>
    Up,
}
