namespace NetNs;

/// <summary>What a container does.</summary>
public enum NetContainerState
{
    /// <summary>The engine uses a word that is not known here.</summary>
    Unknown = 0, // ours

    /// <summary>It was made and never started.</summary>
    Created = 1, // ours

    /// <summary>It runs.</summary>
    Running = 2, // ours

    /// <summary>Its processes are frozen. Its namespace can be used.</summary>
    Paused = 3, // ours

    /// <summary>It ended, and the engine is about to start it again.</summary>
    Restarting = 4, // ours

    /// <summary>It ended.</summary>
    Exited = 5, // ours

    /// <summary>The engine is removing it.</summary>
    Removing = 6, // ours

    /// <summary>The engine could not end or remove it.</summary>
    Dead = 7, // ours
}
