namespace NetNs.Engines;

/// <summary>The engines on this machine, found by their sockets and files. Looking for them takes well below a millisecond.</summary>
internal static class EngineList
{
    /// <summary>Those that are there.</summary>
    internal static IReadOnlyList<IContainerEngine> Find()
    {
        List<IContainerEngine> found = [];
        if (DockerSocket() is { } docker)
            found.Add(new EngineApi(ContainerEngine.Docker, docker));
        // Files tell without delay; the service is started by systemd at the first question, which takes half a second.
        IContainerEngine[] podman = [.. PodmanFiles.FindAll()];
        found.AddRange(podman);
        if ((podman.Length == 0 ? PodmanSocket() : SaidSocket("CONTAINER_HOST")) is { } service)
            found.Add(new EngineApi(ContainerEngine.Podman, service));
        if (ContainerdFiles.IsThere)
            found.Add(new ContainerdFiles());
        return found;
    }

    private static string? DockerSocket() => SaidSocket("DOCKER_HOST") ?? FirstOf("/var/run/docker.sock", OfUser("docker.sock"));

    private static string? PodmanSocket() => SaidSocket("CONTAINER_HOST") ?? FirstOf("/run/podman/podman.sock", OfUser("podman/podman.sock"));

    // An engine on another machine (tcp://, ssh://) has no namespaces here.
    private static string? SaidSocket(string variable)
        => Environment.GetEnvironmentVariable(variable) is { } said && said.StartsWith("unix://", StringComparison.Ordinal) ? said["unix://".Length..] : null;

    private static string? OfUser(string file) => Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } directory ? $"{directory}/{file}" : null;

    private static string? FirstOf(params string?[] paths) => Array.Find(paths, p => p is not null && File.Exists(p));
}
