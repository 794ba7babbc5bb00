namespace NetNs;

/// <summary>What becomes of a packet at one step of its path.</summary>
public enum NetPathVerdict // ours
{
    /// <summary>It goes on.</summary>
    Passes,

    /// <summary>It ends here.</summary>
    Blocked,

    /// <summary>It cannot be told without sending one.</summary>
    Unknown,
}
