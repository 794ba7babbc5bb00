using System.Text.RegularExpressions;

namespace NetNs.Operations;

/// <summary>Which container engine a namespace comes from, by what engines leave to be seen.</summary>
internal static partial class ContainerOrigin
{
    /// <summary>By its name under /run/netns: Podman's are called "netns-UUID", those of CNI plugins "cni-UUID".</summary>
    internal static NetNamespaceSource? OfName(string name)
        => IsUuidBehind(name, "netns-") ? NetNamespaceSource.Podman
        : IsUuidBehind(name, "cni-") ? NetNamespaceSource.Cni
        : null;

    /// <summary>By where it is mounted: Docker's lie in /run/docker/netns, those of a user's Podman in /run/user/1000/netns.</summary>
    internal static NetNamespaceSource? OfPath(string path)
        => path.Contains("/docker/netns/", StringComparison.Ordinal) ? NetNamespaceSource.Docker : OfName(Path.GetFileName(path));

    /// <summary>By the control group of a process in it: "docker-ID.scope", "libpod-ID.scope".</summary>
    internal static (NetNamespaceSource? Source, string? ContainerId) OfProcess(int processId)
    {
        try
        {
            return OfControlGroup(File.ReadAllText($"/proc/{processId}/cgroup"));
        }
        catch (IOException)
        {
            return default; // ended meanwhile
        }
        catch (UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>The same by the text of /proc/1234/cgroup.</summary>
    internal static (NetNamespaceSource? Source, string? ContainerId) OfControlGroup(string text)
    {
        Match match = EngineAndId().Match(text);
        if (!match.Success)
            return default;
        NetNamespaceSource? source = match.Groups[1].Value switch
        {
            "docker" => NetNamespaceSource.Docker,
            "libpod" => NetNamespaceSource.Podman,
            _ => NetNamespaceSource.Cni,
        };
        return (source, match.Groups[2].Value);
    }

    private static bool IsUuidBehind(string name, string start)
        => name.StartsWith(start, StringComparison.Ordinal) && Guid.TryParseExact(name.AsSpan(start.Length), "D", out _);

    // /docker/ID (cgroupfs), docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope, crio-ID.scope (systemd)
    [GeneratedRegex("(docker|libpod|cri-containerd|crio)[-/]([0-9a-f]{64})")]
    private static partial Regex EngineAndId();
}
