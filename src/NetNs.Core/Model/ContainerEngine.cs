namespace NetNs;

/// <summary>A program that runs containers.</summary>
public enum ContainerEngine
{
    /// <summary>Docker.</summary>
    Docker = 0, // ours

    /// <summary>Podman.</summary>
    Podman = 1, // ours

    /// <summary>containerd without Docker: what Kubernetes, nerdctl and ctr start.</summary>
    Containerd = 2, // ours
}
