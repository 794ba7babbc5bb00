namespace NetNs;

/// <summary>Whether a published port leads where it was published to.</summary>
public enum ContainerPortState
{
    /// <summary>It leads to the container that it was published for, as far as <see cref="PublishedPort.Paths"/> says.</summary>
    Active = 0, // ours

    /// <summary>The container has gone, or does not have the address any more: whoever gets the address gets the connections.</summary>
    Stale = 1, // ours

    /// <summary>A rule of somebody else is met first, and takes the connections.</summary>
    Shadowed = 2, // ours

    /// <summary>The rules that serve it were flushed, changed or switched off by somebody else.</summary>
    Broken = 3, // ours
}
