using System.Text.Json;

namespace NetNs.Engines;

/// <summary>
/// containerd by the folders of its tasks, STATE/io.containerd.runtime.v2.task/NAMESPACE/ID: its socket speaks gRPC. Only what runs has one.
/// Docker's own ("moby") are left to Docker, which knows their names.
/// </summary>
/// <remarks>github.com/containerd/containerd, docs/runtime-v2.md: a bundle with config.json and init.pid.</remarks>
internal sealed class ContainerdFiles(string directory = ContainerdFiles.DefaultDirectory) : IContainerEngine
{
    private const string DefaultDirectory = "/run/containerd/io.containerd.runtime.v2.task";

    public ContainerEngine Kind => ContainerEngine.Containerd;

    /// <summary>Whether it has run a container since the machine started.</summary>
    internal static bool IsThere => Directory.Exists(DefaultDirectory);

    public IReadOnlyList<EngineContainer> List(bool withProcesses, TimeLimit limit) => [.. ReadAll()];

    public EngineContainer? Find(string name, TimeLimit limit)
    {
        EngineContainer[] all = [.. ReadAll()];
        return Array.Find(all, c => c.Name == name) ?? ById(all, name);
    }

    /// <summary>The one container whose id begins so; null where none does, or several do.</summary>
    internal static EngineContainer? ById(EngineContainer[] all, string id)
        => Array.Find(all, c => c.Id == id) ?? (Array.FindAll(all, c => c.Id.StartsWith(id, StringComparison.Ordinal)) is [{ } only] ? only : null);

    private IEnumerable<EngineContainer> ReadAll()
    {
        string[] bundles;
        try
        {
            bundles = [.. Directory.EnumerateDirectories(directory).Where(n => Path.GetFileName(n) != "moby").SelectMany(Directory.EnumerateDirectories)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            yield break; // none, or not to be read by this user
        }

        foreach (string bundle in bundles)
        {
            string id = Path.GetFileName(bundle);
            int? process = ContainerProcess.ReadFile($"{bundle}/init.pid") is { } written && ContainerProcess.IsOf(written, id) ? written : null;
            yield return new EngineContainer(ContainerEngine.Containerd, id, NameOf(bundle) ?? id, process is null ? NetContainerState.Exited : NetContainerState.Running) { ProcessId = process };
        }
    }

    // nerdctl and Kubernetes tell the name in annotations; with ctr the id is the name.
    private static string? NameOf(string bundle)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes($"{bundle}/config.json"));
            if (!document.RootElement.TryGetProperty("annotations", out JsonElement notes) || notes.ValueKind != JsonValueKind.Object)
                return null;
            string? pod = Note(notes, "io.kubernetes.cri.sandbox-name"), container = Note(notes, "io.kubernetes.cri.container-name");
            return Note(notes, "nerdctl/name") ?? (pod is not null && container is not null ? $"{pod}/{container}" : pod);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string? Note(JsonElement notes, string key) => notes.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
