namespace NetNs;

/// <summary>Where a network namespace was found.</summary>
public enum NetNamespaceSource
{
    /// <summary>Under /run/netns, where <c>ip netns</c> keeps them.</summary>
    Named,

    /// <summary>Held by a Docker container.</summary>
    Docker,

    /// <summary>Held by a Podman container.</summary>
    Podman,

    /// <summary>Made by a container network plugin (CNI), as containerd and CRI-O have it.</summary>
    Cni,

    /// <summary>Held by a process, or by a mount elsewhere.</summary>
    Process,

    /// <summary>That of the calling thread.</summary>
    Current,
}
