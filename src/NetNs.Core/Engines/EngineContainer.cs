using System.Net;

namespace NetNs.Engines;

/// <summary>A container as its engine tells of it.</summary>
/// <param name="Engine">Who runs it.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name; its id where it has none.</param>
/// <param name="State">What it does.</param>
internal sealed record EngineContainer(ContainerEngine Engine, string Id, string Name, NetContainerState State)
{
    /// <summary>Whether it has processes, and so a namespace.</summary>
    internal bool IsAlive => State is NetContainerState.Running or NetContainerState.Paused;

    /// <summary>Its first process; null where it has none, or where that was not asked for.</summary>
    internal int? ProcessId { get; init; }

    /// <summary>The addresses that the engine gave it.</summary>
    internal IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>The ports that the engine publishes; null where it does not tell.</summary>
    internal IReadOnlyList<string>? Ports { get; init; }

    /// <summary>The word of an engine for what a container does.</summary>
    internal static NetContainerState ParseState(string? word) => word?.ToLowerInvariant() switch
    {
        "created" or "configured" or "initialized" => NetContainerState.Created,
        "running" => NetContainerState.Running,
        "paused" => NetContainerState.Paused,
        "restarting" => NetContainerState.Restarting,
        "exited" or "stopped" or "stopping" => NetContainerState.Exited,
        "removing" => NetContainerState.Removing,
        "dead" => NetContainerState.Dead,
        _ => NetContainerState.Unknown,
    };
}
