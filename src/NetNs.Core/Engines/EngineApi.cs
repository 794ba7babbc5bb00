using System.Net;
using System.Text.Json;

namespace NetNs.Engines;

/// <summary>Docker by its API, and Podman by the same one (its service is compatible).</summary>
/// <remarks>GET /containers/json and /containers/ID/json, https://docs.docker.com/reference/api/engine/.</remarks>
internal sealed class EngineApi(ContainerEngine kind, string path) : IContainerEngine
{
    private readonly EngineSocket _socket = new(kind, path);

    public ContainerEngine Kind => kind;

    public IReadOnlyList<EngineContainer> List(bool withProcesses, TimeLimit limit)
    {
        using EngineAnswer? answer = _socket.Get("/containers/json?all=1", limit);
        if (answer is null)
            return [];
        EngineContainer[] all = [.. Read(answer, root => root.EnumerateArray().Select(one => FromList(one, answer.IsPodman)).ToArray())];
        // The list does not tell the processes.
        return withProcesses ? [.. all.Select(c => c.IsAlive ? c with { ProcessId = Find(c.Id, limit)?.ProcessId } : c)] : all;
    }

    public EngineContainer? Find(string name, TimeLimit limit)
    {
        if (name.Contains('/'))
            return null; // no name has one, and the answer would be about a wrong request
        using EngineAnswer? answer = _socket.Get($"/containers/{Uri.EscapeDataString(name)}/json", limit);
        return answer is null ? null : Read(answer, root => FromInspection(root, answer.IsPodman));
    }

    private T Read<T>(EngineAnswer answer, Func<JsonElement, T> read)
    {
        try
        {
            return read(answer.Document.RootElement);
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new NetNsException(NetNsError.ContainerEngineFailed, $"{kind} at {path} told of a container in a form that is not known: {e.Message}", path, "Look whether the engine is well.", e);
        }
    }

    private EngineContainer FromList(JsonElement one, bool isPodman)
    {
        string id = one.GetProperty("Id").GetString()!;
        string? name = one.TryGetProperty("Names", out JsonElement names) && names.ValueKind == JsonValueKind.Array ? OwnName(names) : null;
        return new EngineContainer(KindOf(isPodman), id, name ?? id, EngineContainer.ParseState(Text(one, "State")))
        {
            Addresses = one.TryGetProperty("NetworkSettings", out JsonElement settings) ? AddressesOf(settings) : [],
            Ports = one.TryGetProperty("Ports", out JsonElement ports) && ports.ValueKind == JsonValueKind.Array ? [.. ports.EnumerateArray().Select(ListedPort).OfType<string>().Distinct()] : [],
        };
    }

    private EngineContainer FromInspection(JsonElement one, bool isPodman)
    {
        string id = one.GetProperty("Id").GetString()!;
        JsonElement state = one.GetProperty("State");
        JsonElement settings = one.GetProperty("NetworkSettings");
        return new EngineContainer(KindOf(isPodman), id, Text(one, "Name")?.TrimStart('/') ?? id, EngineContainer.ParseState(Text(state, "Status")))
        {
            ProcessId = state.TryGetProperty("Pid", out JsonElement process) && process.GetInt32() is > 0 and int known ? known : null,
            Addresses = AddressesOf(settings),
            Ports = settings.TryGetProperty("Ports", out JsonElement ports) && ports.ValueKind == JsonValueKind.Object
                ? [.. ports.EnumerateObject().Where(p => p.Value.ValueKind == JsonValueKind.Array).SelectMany(InspectedPorts)]
                : [],
        };
    }

    private ContainerEngine KindOf(bool isPodman) => isPodman ? ContainerEngine.Podman : kind;

    // A container that another one links to has "/other/alias" as well.
    private static string? OwnName(JsonElement names)
        => names.EnumerateArray().Select(n => n.GetString()!.TrimStart('/')).OrderBy(n => n.Count(c => c == '/')).FirstOrDefault();

    private static IPAddress[] AddressesOf(JsonElement settings)
        => settings.TryGetProperty("Networks", out JsonElement networks) && networks.ValueKind == JsonValueKind.Object
            ? [.. networks.EnumerateObject().SelectMany(n => new[] { Text(n.Value, "IPAddress"), Text(n.Value, "GlobalIPv6Address") }).Select(t => IPAddress.TryParse(t, out IPAddress? address) ? address : null).OfType<IPAddress>()]
            : [];

    private static string? ListedPort(JsonElement port)
        => port.TryGetProperty("PublicPort", out JsonElement outer) && outer.GetInt32() != 0
            ? PortText(Text(port, "IP"), outer.GetInt32(), port.GetProperty("PrivatePort").GetInt32(), Text(port, "Type") ?? "tcp")
            : null;

    // "80/tcp": [{ "HostIp": "0.0.0.0", "HostPort": "8080" }]
    private static IEnumerable<string> InspectedPorts(JsonProperty port)
        => port.Name.Split('/') is [var inner, var protocol]
            ? port.Value.EnumerateArray().Select(h => PortText(Text(h, "HostIp"), int.Parse(Text(h, "HostPort")!, System.Globalization.CultureInfo.InvariantCulture), int.Parse(inner, System.Globalization.CultureInfo.InvariantCulture), protocol))
            : [];

    private static string PortText(string? address, int outer, int inner, string protocol)
        => IPAddress.TryParse(address, out IPAddress? parsed) ? $"{ContainerPort.TextOf(parsed)}:{outer}:{inner}/{protocol}" : $"{outer}:{inner}/{protocol}";

    private static string? Text(JsonElement element, string property)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;
}
