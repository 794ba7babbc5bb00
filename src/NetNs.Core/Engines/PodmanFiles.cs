using System.Text.Json;
using System.Text.RegularExpressions;

namespace NetNs.Engines;

/// <summary>
/// Podman by the files of its storage, where no service needs to run: <c>containers.json</c> has names and ids, and below the run root lies the
/// pid file that its runtime wrote. They do not tell published ports, nor whether a container is paused.
/// </summary>
/// <remarks>containers-storage.conf(5); github.com/containers/storage, containers.go: a folder "DRIVER-containers".</remarks>
/// <param name="graphRoot">Where containers are: /var/lib/containers/storage.</param>
/// <param name="runRoot">Where what lasts until the next start is: /run/containers/storage.</param>
internal sealed partial class PodmanFiles(string graphRoot, string runRoot) : IContainerEngine
{
    private const string SystemConfiguration = "/etc/containers/storage.conf";

    public ContainerEngine Kind => ContainerEngine.Podman;

    /// <summary>The storage of the machine and that of this user, where they are.</summary>
    internal static IEnumerable<PodmanFiles> FindAll()
    {
        (string? graph, string? run) = ReadRoots(SystemConfiguration);
        var system = new PodmanFiles(graph ?? "/var/lib/containers/storage", run ?? "/run/containers/storage");
        if (system.IsThere)
            yield return system;
        string data = Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } said ? said
            : $"{Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/.local/share";
        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime
            && new PodmanFiles($"{data}/containers/storage", $"{runtime}/containers") is { IsThere: true } own)
            yield return own;
    }

    public IReadOnlyList<EngineContainer> List(bool withProcesses, TimeLimit limit) => [.. ReadAll()];

    public EngineContainer? Find(string name, TimeLimit limit)
    {
        EngineContainer[] all = [.. ReadAll()];
        return Array.Find(all, c => c.Name == name) ?? ContainerdFiles.ById(all, name);
    }

    private bool IsThere => Lists.Any();

    private IEnumerable<string> Lists
    {
        get
        {
            try
            {
                return [.. Directory.EnumerateDirectories(graphRoot, "*-containers").SelectMany(d => new[] { $"{d}/containers.json", $"{d}/volatile-containers.json" }).Where(File.Exists)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return []; // not installed, or of another user
            }
        }
    }

    private IEnumerable<EngineContainer> ReadAll() => Lists.SelectMany(Read).DistinctBy(c => c.Id);

    private IEnumerable<EngineContainer> Read(string list)
    {
        string folder = Path.GetFileName(Path.GetDirectoryName(list)!);
        using JsonDocument? document = Parse(list);
        if (document is not { RootElement.ValueKind: JsonValueKind.Array })
            yield break;
        foreach (JsonElement one in document.RootElement.EnumerateArray())
        {
            // Buildah's have no metadata: they are no containers that run.
            if (Text(one, "metadata") is not { Length: > 2 } || Text(one, "id") is not { } id)
                continue;
            string? name = one.TryGetProperty("names", out JsonElement names) && names.ValueKind == JsonValueKind.Array ? names.EnumerateArray().Select(n => n.GetString()).FirstOrDefault() : null;
            int? written = ContainerProcess.ReadFile($"{runRoot}/{folder}/{id}/userdata/pidfile");
            int? process = written is { } known && ContainerProcess.IsOf(known, id) ? known : null;
            NetContainerState state = process is not null ? NetContainerState.Running : written is null ? NetContainerState.Created : NetContainerState.Exited;
            yield return new EngineContainer(ContainerEngine.Podman, id, name ?? id, state) { ProcessId = process };
        }
    }

    // Podman replaces the file as a whole, so that a reader never sees half of one.
    private static JsonDocument? Parse(string list)
    {
        try
        {
            return JsonDocument.Parse(File.ReadAllBytes(list));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string property)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static (string? Graph, string? Run) ReadRoots(string file)
    {
        try
        {
            string text = File.ReadAllText(file);
            return (Value(GraphRoot().Match(text)), Value(RunRoot().Match(text)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static string? Value(Match match) => match.Success ? match.Groups[1].Value : null;

    [GeneratedRegex("^[ \t]*graphroot[ \t]*=[ \t]*\"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex GraphRoot();

    [GeneratedRegex("^[ \t]*runroot[ \t]*=[ \t]*\"([^\"]+)\"", RegexOptions.Multiline)]
    private static partial Regex RunRoot();
}
